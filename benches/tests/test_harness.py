"""What the benchmark computes, on samples made up. Run: `python3 -m unittest discover benches/tests`."""

import sys
import tempfile
import unittest
from dataclasses import fields, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import (
    against,
    chart,
    extras,
    figures,
    further,
    goals,
    guests,
    heaps,
    machine,
    measure,
    sheets,
    startup,
    stats,
    table,
    tools,
    whole,
)
from harness.results import BROTLI, CPU, FAULTS, RAW, V8_START, WASMTIME_START, Results, rows, write_csv

ROOT = Path(__file__).resolve().parent.parent.parent


def results() -> Results:
    """Two guests: on one we are much better, on the other a little worse."""
    made = []
    for guest, ours, theirs in (("go", [1.0, 1.2], [4.0, 4.8]), ("lua", [1.1, 1.1], [1.0, 1.0])):
        samples = {"preinit": ours, "wasmtime-wizer": theirs, "wizer": theirs}
        made += rows(CPU, guest, samples) + rows(RAW, guest, samples)
        made += rows(V8_START, guest, {"original": [9.0, 9.0], **samples})
    return Results(made)


class Stats(unittest.TestCase):
    def test_disturbances_cancel_out_of_pairs(self) -> None:
        ratio = stats.paired([2.0, 20.0, 2.0], [1.0, 10.0, 1.0])
        self.assertEqual((ratio.median, ratio.low, ratio.high), (2.0, 2.0, 2.0))

    def test_pairs_need_two_halves(self) -> None:
        with self.assertRaises(ValueError):
            stats.paired([1.0, 2.0], [1.0])

    def test_verdicts_are_symmetric(self) -> None:
        found = [stats.verdict(ratio) for ratio in (1.04, 1.03, 1 / 1.03, 1 / 1.04)]
        self.assertEqual(found, ["win", "equal", "equal", "loss"])

    def test_twice_and_half_make_one(self) -> None:
        self.assertAlmostEqual(stats.geometric_mean([2.0, 0.5]), 1.0)


class Goals(unittest.TestCase):
    def test_a_loss_is_told_with_its_size(self) -> None:
        self.assertEqual(
            goals.losses(results(), CPU, ("wasmtime-wizer",)),
            ["lua (10 % more than wasmtime wizer 48)"],
        )

    def test_factors_are_asked_where_measured(self) -> None:
        (goal,) = goals.factors(results(), CPU)
        self.assertIn("lua 4, go 8", goal.text)
        self.assertEqual(
            goal.misses, ["lua (0.9 times, 23 % of the goal)", "go (4.0 times, 50 % of the goal)"]
        )
        self.assertEqual(goals.factors(results(), RAW), [])

    def test_bounds_are_judged_by_pairs_with_the_incumbent(self) -> None:
        samples = {"preinit": [1.0, 1.0], "wasmtime-wizer": [1.99, 2.5], "preinit-warm": [0.5, 2.0]}
        made = Results(
            rows(BROTLI, "uap", {"preinit": [51.0], "wasmtime-wizer": [100.0]})
            + rows(WASMTIME_START, "uap", samples)
            + rows(V8_START, "go", {"preinit": [1.0], "wasmtime-wizer": [1.14]})
        )
        self.assertEqual(
            against.misses(made),
            [
                "uap, preinit, size of the output, compressed with brotli: 51.0 % (≤ 50 %)",
                "go, preinit, start-up in V8: 1.14× (≥ 1.15×)",
            ],
        )
        lines = against.table(made)
        self.assertEqual(lines[2], "| uap | preinit | 51.0 % (≤ 50 %) **missed** |  |  | 2.25× (equal) |")
        # The median of 1.99 / 0.5 and 2.5 / 2.
        self.assertIn("2.62× (≥ 1.35×)", lines[3])
        self.assertEqual(against.table(Results([])), [])

    def test_what_counts_as_equal_is_as_fast_and_not_faster(self) -> None:
        for gain, names in ((0.97, ["uap", "as"]), (0.98, ["as"]), (1.02, ["as"]), (1.04, [])):
            samples = {"preinit": [1.0], "wasmtime-wizer": [gain]}
            made = Results(rows(WASMTIME_START, "uap", samples) + rows(WASMTIME_START, "as", samples))
            missed = [one.program for one in against.verdicts(made) if not one.is_met]
            self.assertEqual(missed, names, gain)

    def test_every_column_is_looked_at_for_losses(self) -> None:
        made = Results(rows(FAULTS, "as", {"preinit": [11.0], "wasmtime-wizer": [10.0]}))
        (goal,) = goals.judge(made)
        self.assertEqual(
            goal.misses, ["page faults of a start in wasmtime of as (10 % more than wasmtime wizer 48)"]
        )

    def test_a_computation_is_judged_by_cranelift(self) -> None:
        for ours, misses in (([33.0], []), ([36.0], ["1.20 times"])):
            samples = {"preinit": ours, "preinit-cranelift": [30.0]}
            made = Results([*results().rows, *rows(CPU, "compute", samples)])
            self.assertEqual([goal.misses for goal in goals.computation(made)], [misses])
            self.assertNotIn("compute", made.compared(CPU))
            line = next(line for line in whole.whole(made) if line.startswith("| compute"))
            self.assertIn("missed" if misses else "reached", line)
        self.assertEqual(goals.computation(results()), [])
        short = rows(CPU, "compute", {"preinit": [2.0], "preinit-cranelift": [1.0]})
        self.assertEqual(goals.computation(Results(short)), [])


class Output(unittest.TestCase):
    def test_table_marks_losses(self) -> None:
        lines = table.table(results(), CPU)
        self.assertEqual(len(lines), 2 + 2 + 1)
        self.assertIn("0.91 **loss**", lines[3])
        self.assertIn("4.00 |", lines[2])

    def test_a_program_has_a_line_for_each_variant(self) -> None:
        lines = sheets.sheet(results(), "lua")
        self.assertEqual(
            [line.split(" | ")[0] for line in lines[2:]],
            [
                "| original",
                "| wizer 11",
                "| wasmtime wizer 48",
                "| preinit",
            ],
        )
        self.assertEqual(lines[0], "| variant | raw | V8: + first call |")
        self.assertEqual(sheets.sheet(results(), "as"), [])

    def test_the_overview_tells_what_is_gained(self) -> None:
        lines = sheets.overview(results())
        self.assertEqual(lines[2:4], ["| go | 4.00 | 4.00 |", "| lua | 0.91 **loss** | 0.91 **loss** |"])
        self.assertEqual(lines[4], "| geometric mean | 1.91 | 1.91 |")
        self.assertEqual(sheets.overview(Results([])), [])

    def test_ratios_with_nothing_are_left_out(self) -> None:
        (ours, theirs) = rows(FAULTS, "as", {"preinit": [0.0], "wasmtime-wizer": [1.0]})
        self.assertEqual((ours.ratio, ours.gain, theirs.ratio, theirs.gain), (None, None, None, None))

    def test_quantities_suit_their_size(self) -> None:
        pairs = [(0.0123, "s"), (51.4e-6, "s"), (2.5, "s"), (22_240_272, "B"), (6511, "B")]
        found = [figures.quantity(value, unit) for value, unit in pairs]
        self.assertEqual(found, ["12.3 ms", "51.4 µs", "2.50 s", "22.2 MB", "6.51 kB"])

    def test_axis_holds_its_values(self) -> None:
        for values in ([18.7, 245.0], [50e-6, 0.105], [1.0, 1.0], [1.0, 10.0]):
            axis = chart.Axis.over(values)
            self.assertLessEqual(axis.ticks[0], min(values))
            self.assertGreaterEqual(axis.ticks[-1], max(values))
            self.assertEqual(list(axis.ticks), sorted(set(axis.ticks)))

    def test_files_hold_every_row(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            write_csv(directory / "a.csv", results(), {"machine": "none"})
            lines = (directory / "a.csv").read_text().splitlines()
            self.assertEqual(lines[0], "# machine: none")
            self.assertEqual(len(lines), 2 + len(results().rows))
            # A program without incumbents is none of the chart's.
            computed = rows(CPU, "compute", {"preinit": [9.0], "preinit-cranelift": [8.0]})
            made = Results([*results().rows, *computed])
            chart.write(directory / "a.svg", made, [CPU, V8_START], "Heading <1>", "note")
            drawn = (directory / "a.svg").read_text()
            self.assertIn("Heading &lt;1&gt;", drawn)
            self.assertEqual(drawn.count("<title>"), 2 * 3 + 2 * 4)


class Facts(unittest.TestCase):
    def test_a_command_tells_no_directory_of_this_machine(self) -> None:
        words = ["--peers", "/home/me/my peers", "--out=/results", "--guest", "lua"]
        told = machine.as_told("benches/run.py", words)
        self.assertEqual(told, "benches/run.py --peers 'my peers' --out=results --guest lua")


class Inputs(unittest.TestCase):
    def test_what_is_not_fetched_is_left_out(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            found, notes = further.load(directory, directory, [], is_quick=True)
            self.assertEqual([guest.name for guest in found], ["compute"])
            self.assertTrue(found[0].path.is_file())
            self.assertEqual([note.split()[0] for note in notes], ["quickjs-pages", "starlingmonkey", "ruby"])

    def test_what_is_fetched_is_run_as_its_client_does(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            kept = Path(name) / "inputs" / "starlingmonkey"
            kept.mkdir(parents=True)
            (kept / "input.wasm").write_bytes(b"")
            (kept / "env").write_text("DEBUG=\nA=b=c\n")
            ((guest,), _) = further.load(Path(name), Path(name), ["starlingmonkey"], is_quick=True)
            self.assertEqual(guest.environment, {"DEBUG": "", "A": "b=c"})
            spelled = [word for flag in guest.flags for word in tools.in_wasmtime(flag)]
            self.assertIn(f"--dir={kept / 'app'}::/", spelled)
            self.assertEqual(spelled[:4], ["-S", "cli", "-S", "inherit-env"])

    def test_guests_are_those_of_the_repository(self) -> None:
        found = guests.load(ROOT / "guests", ["go", "as"])
        self.assertEqual([guest.name for guest in found], ["go", "as"])
        self.assertTrue(all(guest.path.is_file() and guest.results for guest in found))
        with self.assertRaises(ValueError):
            guests.load(ROOT / "guests", ["gone"])

    def test_turns_are_medians_in_the_order_of_rounds(self) -> None:
        lines = "a,10,1,3000,9 a,2,7,1000,1 b,2,1,7000, a,2,5,5000,3 a,2,6,2000,2 b,10,4,9000,"
        found = startup.turns(["/usr/bin/env", "printf", lines.replace(" ", "\\n")])
        self.assertEqual([name for name, _ in found], ["a", "a", "b", "b"])
        for (_, turn), start in zip(found, [2e-6, 3e-6, 7e-6, 9e-6], strict=True):
            self.assertAlmostEqual(turn.start, start)
        self.assertAlmostEqual(found[0][1].instance, 6e-9)
        self.assertEqual([turn.faults for _, turn in found], [2, 9, 0, 0])

    def test_measuring_programs_are_told_what_to_call(self) -> None:
        (heap,) = heaps.load(ROOT / "tests" / "programs" / "heaps", ["heap-rust"])
        self.assertTrue(heap.path.is_file())
        self.assertEqual(len(heap.inputs), len(heap.results))
        words = startup.arguments(heap, {"preinit": Path("a.wasm")}, rounds=1, turn_ms=2)
        self.assertIn("--inputs=1000,0,10,1000", words)
        self.assertIn(f"--original={heap.path}", words)
        self.assertEqual(words[-1], "--snapshot=preinit=a.wasm")
        foreign = replace(heap, inputs=(), text="the", is_initialized=False)
        words = startup.arguments(foreign, {}, rounds=1, turn_ms=2)
        self.assertIn("--text=the", words)
        self.assertNotIn("original", " ".join(words))

    def test_what_an_option_does_not_change_is_measured_once(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            paths = {
                variant: Path(name) / variant for variant in ("preinit", "preinit-warm", "preinit-prune")
            }
            for variant, content in zip(paths, (b"a", b"b", b"a"), strict=True):
                paths[variant].write_bytes(content)
            distinct, same = startup.without_copies(paths)
            self.assertEqual((list(distinct), same), (["preinit", "preinit-warm"], ["preinit-prune"]))

    def test_what_the_tool_refuses_is_told_by_its_option(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            programs = tools.Programs(*[Path("/bin/false")] * len(fields(tools.Programs)))
            (guest,) = guests.load(ROOT / "guests", ["as"])
            snapshots = {"wasmtime-wizer": Path(name) / "none.wasm"}
            with self.assertRaisesRegex(
                RuntimeError, r"`preinit --warm-up run\(0\)` fails on as: no message"
            ):
                extras.make(programs, guest, snapshots, Path(name), [])
            without = ["preinit-warm", "preinit-prune"]
            made, failures = extras.make(programs, guest, snapshots, Path(name), without)
            self.assertEqual((made, failures), ({}, ["wasm-opt fails on as: no message"]))

    def test_a_process_is_charged_for_what_it_uses(self) -> None:
        work = "import time\nwhile time.process_time() < 0.2: pass\nbytearray(b'x' * 80_000_000)"
        used = measure.run([sys.executable, "-c", work])
        self.assertTrue(0.2 <= used.cpu < 2, used)
        self.assertGreaterEqual(used.wall, 0.2)
        self.assertGreater(used.peak, 80_000_000)
        with self.assertRaises(ChildProcessError):
            measure.run([sys.executable, "-c", "raise SystemExit(3)"])


if __name__ == "__main__":
    unittest.main()
