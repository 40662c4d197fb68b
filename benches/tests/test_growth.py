"""What the growth benchmark computes, and the modules it makes."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import compute, measure, wasm
from harness.growth import chart, inputs, page, slopes
from harness.growth.axes import AXES, choose
from harness.growth.point import REST, Curve, Point, read_report, write_input
from harness.growth.units import amount

TIMINGS = """\
phase              time
decode          6.39 ms
lay out         1.50 s
total           1.51 s
engine: winch (it compiles fastest)
attempt: wasmi left it to another: 2214097 units of its fuel were spent
"""


def point(size: int, cpu: float, peak: int, engine: str = "winch", emit: float = 0.0) -> Point:
    return Point(size, cpu, cpu, peak, 3, size, {"emit": emit, REST: cpu - emit}, engine)


class Modules(unittest.TestCase):
    def test_numbers_are_in_leb128(self) -> None:
        self.assertEqual(wasm.unsigned(624485), b"\xe5\x8e\x26")
        self.assertEqual(wasm.signed(-123456), b"\xc0\xbb\x78")
        self.assertEqual([wasm.signed(number) for number in (63, 64, -64)], [b"\x3f", b"\xc0\x00", b"\x40"])
        self.assertEqual(wasm.i32(2**32 - 1), b"\x41\x7f")

    def test_the_smallest_module_is_as_the_specification_has_it(self) -> None:
        function = wasm.Function(0, wasm.i32(1))
        module = wasm.Module(
            types=[wasm.function_type(results=[wasm.I32])], functions=[function], exports={"a": 0}
        )
        sections = "01 05 01 60 00 01 7f  03 02 01 00  07 05 01 01 61 00 00  0a 06 01 04 00 41 01 0b"
        self.assertEqual(module.encode(), b"\0asm\x01\0\0\0" + bytes.fromhex(sections))

    def test_a_memory_is_64_bit_only_above_4_gib(self) -> None:
        self.assertFalse(inputs.memory(4 * inputs.GIB).module.memory_is_64)
        self.assertTrue(inputs.memory(16 * inputs.GIB).module.memory_is_64)

    def test_answers_are_those_of_the_state(self) -> None:
        self.assertEqual(inputs.objects(10).answer, 0 ^ 1 ^ 2 ^ 3 ^ 4 ^ 5 ^ 6 ^ 7 ^ 8 ^ 9)
        self.assertEqual(inputs.runs(300).answer, sum((place & 0xFF) | 1 for place in range(300)))
        # The last page is the 256th, all of whose bytes are (255 * 7 | 1) mod 256.
        self.assertEqual(inputs.touched(16 * inputs.MIB).answer, int.from_bytes(b"\xf9" * 4, signed=True))

    def test_a_module_is_written_with_its_answer(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "a.wasm"
            answer = write_input(choose(["runs"])[0], 10, path)
            self.assertEqual(answer, inputs.runs(10).answer)
            self.assertEqual(path.read_bytes(), inputs.runs(10).module.encode())

    def test_computations_differ_in_rounds_only(self) -> None:
        self.assertEqual(len(compute.module(1000)), len(compute.module(1001)))
        self.assertNotEqual(compute.module(1000), compute.module(1001))


class Slopes(unittest.TestCase):
    def test_an_exponent_is_the_slope_between_logarithms(self) -> None:
        self.assertAlmostEqual(slopes.exponent((10, 1.0), (100, 100.0)), 2.0)
        self.assertAlmostEqual(slopes.exponent((64, 3.0), (256, 12.0)), 1.0)
        self.assertEqual(slopes.exponent((1, 0.0), (2, 1.0)), 0.0)

    def test_steep_steps_are_told_with_their_phase(self) -> None:
        axis = choose(["objects"])[0]
        points = [point(10, 0.001, 10**7), point(100, 0.04, 10**7), point(1000, 1.2, 10**9, "cranelift", 1.0)]
        found = slopes.findings(axis, points)
        # From 1 to 40 ms is steep too, but short.
        self.assertEqual([one.what for one in found], ["CPU time", "peak memory"])
        self.assertIn("100 → 1 k: CPU time 1.48", found[0].text)
        self.assertIn("most of it `emit` with 1.00 s more, winch before and cranelift after", found[0].text)

    def test_a_steep_phase_is_told_though_the_whole_is_not(self) -> None:
        axis = choose(["objects"])[0]
        found = slopes.findings(axis, [point(10, 1.0, 1, emit=0.02), point(100, 9.0, 1, emit=1.0)])
        self.assertEqual([one.what for one in found], ["phase `emit`"])

    def test_proportional_growth_is_not_told(self) -> None:
        axis = choose(["objects"])[0]
        self.assertEqual(slopes.findings(axis, [point(10, 0.1, 10**8), point(100, 1.0, 10**9)]), [])


class Reports(unittest.TestCase):
    def test_phases_are_read_and_the_rest_is_what_they_lack(self) -> None:
        report = read_report(TIMINGS, 1.6)
        self.assertEqual(list(report.phases), ["decode", "lay out", REST])
        self.assertAlmostEqual(report.phases["lay out"], 1.5)
        self.assertAlmostEqual(report.phases[REST], 1.6 - 1.5 - 0.00639)
        self.assertEqual(report.engine, "winch")

    def test_other_words_are_no_phases(self) -> None:
        for text in ("", "error: no"):
            with self.assertRaises(ValueError):
                read_report(text, 1.0)

    def test_sizes_are_binary_and_counts_are_not(self) -> None:
        found = [amount(64 * 2**20, "B"), amount(2**34, "B"), amount(10, ""), amount(10**7, "")]
        self.assertEqual(found, ["64 MiB", "16 GiB", "10", "10 M"])

    def test_unknown_axes_are_an_error(self) -> None:
        self.assertEqual([axis.name for axis in choose(["table", "memory"])], ["memory", "table"])
        with self.assertRaises(ValueError):
            choose(["gone"])

    def test_files_hold_every_point(self) -> None:
        axis = choose(["runs"])[0]
        ours = Curve("preinit", [point(10, 0.01, 10**7), point(100, 0.2, 10**8)], "")
        theirs = Curve("wasmtime-wizer", [point(10, 0.1, 10**7)], "fails at 100")
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            chart.write(directory / "a.svg", axis, [ours, theirs], "note")
            drawn = (directory / "a.svg").read_text()
            # Two points and one in the first panel, and the size of the output in the second one too.
            self.assertEqual(drawn.count("<title>"), 3 + 3 + 2)
            page.write_csv(directory / "a.csv", [(axis, [ours, theirs])], {"machine": "none"})
            self.assertEqual(len((directory / "a.csv").read_text().splitlines()), 2 + 3)
            page.write(directory / "a.md", [(axis, [ours, theirs])], {}, {"runs": directory / "a.svg"})
            written = (directory / "a.md").read_text()
            self.assertIn("CPU time 1.30", written)
            self.assertIn("wasmtime wizer 48 fails at 100.", written)

    def test_a_curve_without_points_is_no_error(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "a.md"
            page.write(path, [(AXES[0], [Curve("preinit", [], "fails at 64 MiB")])], {}, {})
            self.assertIn("preinit fails at 64 MiB.", path.read_text())


class Limits(unittest.TestCase):
    def test_what_takes_too_long_is_killed(self) -> None:
        with self.assertRaises(TimeoutError):
            measure.run([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.2)
        measure.run([sys.executable, "-c", ""], limit=60.0)

    def test_streams_and_environment_are_passed_on(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            source, log = Path(name) / "in", Path(name) / "log"
            source.write_text("words")
            script = "import os, sys; sys.stderr.write(sys.stdin.read() + os.environ['A'])"
            environment = {**os.environ, "A": "z"}
            measure.run([sys.executable, "-c", script], stdin=source, stderr=log, environment=environment)
            self.assertEqual(log.read_text(), "wordsz")


if __name__ == "__main__":
    unittest.main()
