"""A year of records that never happened: what an invented municipality's learners do in real courses.

    population ──▶ learners in units     calendar ──▶ when they have time
    course ──script──▶ pages, questions, sheets, each with its statements written but for what differs
    learner × script ──behaviour──▶ statements (NDJSON), and a summary of what was meant

Everything comes from one seed: the same seed gives the same bytes. Nobody in it exists.
"""
