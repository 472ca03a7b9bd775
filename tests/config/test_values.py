"""`frozen` makes what the library's own frozen dataclasses with slots are, in every way that is seen."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace

import pytest

from config.values import frozen

PLAIN = dataclass(frozen=True, slots=True)


def made(decorate):
    @decorate
    class Base:
        """A value."""

        name: str
        count: int = 1

        def __post_init__(self) -> None:
            if self.count < 0:
                raise ValueError(self.count)

        @property
        def twice(self) -> int:
            return 2 * self.count

    @decorate
    class More(Base):
        """One that holds more."""

        notes: dict[str, int] = field(default_factory=dict[str, int])
        seen: object = field(default=None, compare=False)
        _hidden: str = field(default="", repr=False)

    @decorate
    class Alone:
        """One that holds one thing."""

        only: str

    @decorate
    class Own:
        """One that says itself how it is shown and compared."""

        text: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own) and self.text.lower() == other.text.lower()

        def __str__(self) -> str:
            return self.text

    return Base, More, Alone, Own


@frozen
class Kept:
    """A value that is put away and comes back."""

    name: str
    notes: tuple[str, ...] = ()


def test_it_is_made_shown_compared_and_hashed_as_the_librarys_own():
    for ours, plain in zip(made(frozen), made(PLAIN), strict=True):
        taken = [each.name for each in fields(plain)]
        assert is_dataclass(ours)
        assert [each.name for each in fields(ours)] == taken
        assert ours.__match_args__ == plain.__match_args__
        assert ours.__slots__ == plain.__slots__
        assert ours.__doc__ == plain.__doc__
        assert (ours.__name__, ours.__module__, ours.__qualname__.split(".")[-1]) == (
            plain.__name__,
            plain.__module__,
            plain.__qualname__.split(".")[-1],
        )
        one, other = ours("a"), plain("a")
        assert repr(one) == repr(other)
        assert str(one) == str(other)
        assert asdict(one) == asdict(other)
        assert one == ours("a")
        assert one != ours("b")
        assert one != other
        assert not hasattr(one, "__dict__")


def test_values_that_are_equal_share_a_hash_and_others_do_not_meet():
    base, more, alone, own = made(frozen)
    assert len({base("a"), base("a", 1), base(name="a", count=2), alone("a"), alone("a")}) == 3
    assert hash(own("a")) == hash(own("a"))
    assert more("a", seen=1) == more("a", seen=2)
    with pytest.raises(TypeError):
        hash(more("a"))  # as a dict has none


def test_a_default_is_made_anew_for_each():
    _, more, _, _ = made(frozen)
    assert more("a").notes == {}
    assert more("a").notes is not more("a").notes
    assert more("a", 2, {"b": 1}, None, "c")._hidden == "c"


def test_it_may_be_checked_as_it_is_made():
    base, more, _, _ = made(frozen)
    assert replace(base("a"), count=3).twice == 6
    for make in (lambda: base("a", -1), lambda: replace(more("a"), count=-1)):
        with pytest.raises(ValueError, match="-1"):
            make()


def test_nobody_changes_it():
    one = made(frozen)[0]("a")
    with pytest.raises(FrozenInstanceError):
        one.count = 2
    with pytest.raises(FrozenInstanceError):
        del one.count
    with pytest.raises(FrozenInstanceError):
        one.other = 2


def test_what_is_missing_or_too_much_is_refused():
    base = made(frozen)[0]
    for give in ((), ("a", 1, 2)):
        with pytest.raises(TypeError, match="__init__"):
            base(*give)


def test_it_is_copied_and_put_away():
    kept = Kept("a", ("b",))
    for again in (copy.copy(kept), copy.deepcopy(kept), pickle.loads(pickle.dumps(kept))):
        assert again == kept
        assert type(again) is Kept
