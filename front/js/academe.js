// Every module is an enhancement: the pages work without any of them.
import { openMenus } from "./menu.js";
import { offerAids } from "./aids.js";
import { acceptDrops } from "./drop.js";
import { offerFolders } from "./folder.js";
import { guardForms } from "./unsaved.js";
import { showToasts } from "./toasts.js";
import { offerPickers } from "./picker.js";
import { offerStandards } from "./standards.js";
import { growSequences } from "./sequence.js";
import { offerPrinting } from "./print.js";
import { offerTeaching } from "./teaching.js";
import { selectMany } from "./selecting.js";
import { openDialogs } from "./dialog.js";
import { leadToProblems } from "./problems.js";
import { lookAgain } from "./waiting.js";
import { offerSuggestions } from "./suggest.js";
import { showResults } from "./results.js";
import { shutSheets } from "./sheet.js";
import { offerCopying } from "./copying.js";

const enhancements = [
  openMenus, offerAids, acceptDrops, offerFolders, guardForms, showToasts, offerPickers, offerStandards, growSequences,
  offerPrinting, offerTeaching, selectMany, openDialogs, leadToProblems, lookAgain, offerSuggestions,
  showResults, shutSheets, offerCopying,
];
for (const enhance of enhancements) enhance(document);
