"""The queries behind the figures, written once for every engine (ibis).

    statements ──▶ attempts ──▶ cells, slices ──▶ people ──▶ progress, months, modules, pages, minutes
               ──▶ first answers ──▶ answers, quiz sets, seconds, changed questions
               ──▶ best scores, objectives, sheets

A *cell* is what learners have in common that slices tell apart: unit, period and version. What belongs to one attempt
is added up by cell first, which leaves few rows; what is said of a learner over several attempts goes by slice.
All numbers are integers: shares in ten-thousandths, times in microseconds, milliseconds, seconds or minutes.
"""
