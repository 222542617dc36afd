// How much a file is, in the reader's language.
export function sizeText(bytes, language) {
  const units = ["kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(2, Math.max(0, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)) - 1));
  const format = { style: "unit", unit: units[step], maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, format).format(bytes / 1000 ** (step + 1));
}
