import pytest

from config.spoken.office import Office, OrganKind, organ_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        pytest.param("青石镇", OrganKind.TOWN, id="镇"),
        pytest.param("盐乡", OrganKind.TOWNSHIP, id="乡"),
        pytest.param("马鞍彝族乡", OrganKind.TOWNSHIP, id="民族乡"),
        pytest.param("城东街道", OrganKind.SUBDISTRICT, id="街道"),
        pytest.param("城东街道办事处", OrganKind.SUBDISTRICT, id="an office's full name"),
        pytest.param("景德镇路街道", OrganKind.SUBDISTRICT, id="镇 inside a name"),
        pytest.param("下乡镇", OrganKind.TOWN, id="乡 inside a name"),
        pytest.param("盐乡人民政府", OrganKind.TOWNSHIP, id="the government's name"),
        pytest.param(" 青石镇 ", OrganKind.TOWN, id="blanks around it"),
        pytest.param("白音苏木", OrganKind.SUMU, id="苏木"),
        pytest.param("红星农场", OrganKind.OTHER, id="no rank in the name"),
        pytest.param("Yan Township", OrganKind.TOWNSHIP, id="township"),
        pytest.param("Qingshi Town", OrganKind.TOWN, id="town"),
        pytest.param("East Sub-district", OrganKind.SUBDISTRICT, id="sub-district"),
    ],
)
def test_a_place_is_what_its_name_ends_in(name, kind):
    assert organ_kind(name) is kind


def test_the_signature_is_the_office_then_the_organ_then_the_place():
    assert Office("盐乡").signed_by == "盐乡"
    assert Office("盐乡", organ="盐乡人民政府").signed_by == "盐乡人民政府"
    assert Office("盐乡", organ="盐乡人民政府", signature="盐乡综治中心").signed_by == "盐乡综治中心"
