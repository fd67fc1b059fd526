"""Draws men from the knowledge, walks each through the interview, and prints how they came out."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from knowledge.documents import build_document
from knowledge.interchange import SHIPPED_FOLDER, Unreadable, read_folder
from symptoms.plain import as_plain
from symptoms.simulation.drawing import Plan
from symptoms.simulation.figures import figures
from symptoms.simulation.report import lines
from symptoms.simulation.running import bench, simulate
from symptoms.simulation.shares import Draw


class Command(BaseCommand):
    help = "Draws men from the knowledge, walks each through the interview, and prints how urgent it found them."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--n", type=_count, default=20_000, help="How many men (default 20000).")
        parser.add_argument("--seed", type=int, default=1, help="The same seed draws the same men (default 1).")
        parser.add_argument(
            "--draw", choices=[draw.value for draw in Draw], default=Draw.CORRELATED.value, help="How men are drawn."
        )
        parser.add_argument(
            "--overlap",
            type=_chance,
            default=0.7,
            help="The chance that a finding follows the severity of its cluster, 0 to 1 (default 0.7).",
        )
        parser.add_argument(
            "--every-page", action="store_true", help="Each man answers every page: faster, and shows the rules alone."
        )
        parser.add_argument("--jobs", type=_count, default=os.cpu_count() or 1, help="Processes (default: one a CPU).")
        parser.add_argument("--file", type=Path, help="Also writes all figures to this file, as JSON.")
        parser.add_argument("--folder", type=Path, default=SHIPPED_FOLDER, help="YAML files to use (default: shipped).")

    def handle(
        self,
        *args: object,
        n: int,
        seed: int,
        draw: str,
        overlap: float,
        every_page: bool,
        jobs: int,
        file: Path | None,
        folder: Path,
        **options: object,
    ) -> None:
        if file is not None and not file.parent.is_dir():
            raise CommandError(f"There is no folder {file.parent}.")
        try:
            document = build_document(read_folder(folder))
        except Unreadable as error:
            raise CommandError(f"The files cannot be read: {len(error.problems)} problems.") from error
        plan = Plan(seed, Draw(draw), overlap, every_page)
        told = _Told(self, n)
        counts = simulate(document, plan, n, jobs, told)
        here = bench(document, plan)
        found = figures(here.release, here.knowledge, plan, counts)
        for line in lines(found):
            self.stdout.write(line)
        if file is not None:
            try:
                file.write_text(json.dumps(as_plain(found), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            except OSError as error:
                raise CommandError(f"{file} cannot be written: {error.strerror}.") from error


class _Told:
    """Says on the error stream how far it is, at each tenth of the men."""

    def __init__(self, command: BaseCommand, men: int) -> None:
        self.command = command
        self.men = men
        self.tenths = 0

    def __call__(self, done: int) -> None:
        tenths = done * 10 // self.men
        if tenths > self.tenths:
            self.tenths = tenths
            self.command.stderr.write(f"{done} of {self.men} men")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("at least 1")
    return number


def _chance(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise ArgumentTypeError("from 0 to 1")
    return number
