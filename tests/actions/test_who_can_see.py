"""Who gets in, said completely: those with a role on the whole site too."""

from academe.actions.creating import create
from academe.actions.explaining import may_see_who, who_can_see, why
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step
from academe.wording import in_english


def test_roles_on_the_whole_site_are_told(district, cora, enrol, commit):
    kim = enrol("kim", roles=["reviewer"])
    course = create(cora, district.site.root, "course", {"title": "Algebra"}, district)
    commit()
    holding = {
        audience.holding.principal: audience for audience in who_can_see(cora, course, district)
    }
    assert holding[kim.id].words == ("view",)
    assert holding[kim.id].holding.place is district.site.root


def test_behind_a_barrier_only_administrators_are_told(district, cora, ada, enrol, commit):
    kim = enrol("kim", roles=["reviewer"])
    course = create(cora, district.site.root, "course", {"title": "Algebra"}, district)
    share(cora, course, Sharing({}, inherits_roles=False), district)
    commit()
    told = {audience.holding.principal for audience in who_can_see(cora, course, district)}
    assert ada.id in told
    assert kim.id not in told
    ada.memo.pop("roles", None)
    assert may_see_who(ada, course, district)


def test_a_refusal_names_the_title_that_the_person_sees(district, cora, ana, enrol, commit):

    folder = create(ana, district.site.root, "folder", {"title": "Public"}, district)
    take_step(ana, folder, "publish", district)
    folder._values = {**folder.values, "title": "Secret plan"}
    commit()
    zoe = enrol("zoe", staff=False)
    sentence = in_english(why(zoe, "edit", folder, district))
    assert "Public" in sentence
    assert "Secret plan" not in sentence
