import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "refusals"))

from refusals.judge import _reason
from refusals.page import GROUPS
from refusals.probe import _forms, binary, read_all

PROBES = Path(__file__).resolve().parent.parent / "refusals" / "probes"


class Probes(unittest.TestCase):
    def test_parentheses_in_strings_are_no_forms(self) -> None:
        self.assertEqual(_forms(';; (a\n(data "(\\")") (b (c))'), ['(data "(\\")")', "(b (c))"])
        with self.assertRaises(ValueError):
            _forms("(a")

    def test_a_snapshot_takes_the_place_of_the_subject(self) -> None:
        probe = next(probe for probe in read_all(PROBES) if probe.name == "imports/memory-written")
        script = probe.script(binary(b"\0a"), init=True)
        self.assertIn(
            '(module $subject binary "\\00\\61")\n(invoke "wizer-initialize")\n(assert_return', script
        )
        self.assertIn("env", probe.helpers)

    def test_every_probe_has_a_group_and_a_state_of_its_own(self) -> None:
        probes = read_all(PROBES)
        self.assertEqual({probe.name.split("/")[0] for probe in probes}, set(GROUPS))
        self.assertEqual(len({probe.state for probe in probes}), len(probes))


class Reasons(unittest.TestCase):
    def test_the_last_cause_tells_most(self) -> None:
        told = "Error: failed\n\nCaused by:\n    0: a\n    1: the cause\n\nStack backtrace:\n   0: main\n"
        self.assertEqual(_reason(told), "the cause")
        self.assertEqual(_reason("Error: only\n"), "only")
        self.assertEqual(_reason("error: e\n at: x\n"), "e")

    def test_a_wrong_value_is_told_with_the_right_one(self) -> None:
        told = "Error: x\nCaused by:\n 0: y\n 1: expected     5 / 0x5\nactual    1 / 0x1\n"
        self.assertEqual(_reason(told), "1 instead of 5")


if __name__ == "__main__":
    unittest.main()
