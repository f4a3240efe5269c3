"""Verbs of what coders ask and what stands for names in packs: questions, names."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import annotator
from annotator.errors import FileProblem, Refused
from annotator.model.counts import counted
from annotator.terminal import words
from annotator.verbs.answers import Answer, a_file, a_path, at_work, verb

if TYPE_CHECKING:
    from annotator.model.questions import Asked
    from annotator.project import Project
    from annotator.verbs.answers import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Put them on the command line."""
    _add_questions(verbs)
    names = verb(verbs, "names", _names, "what stands for names in disguised packs")
    names.add_argument("project", type=a_path)
    names.add_argument(
        "--set", nargs="+", type=words, metavar="NAME=OTHER", help="add to the list, or change"
    )
    names.add_argument("--drop", nargs="+", type=words, metavar="NAME", help="take off the list")
    names.add_argument(
        "--propose", action="store_true", help="add everybody who speaks, to be looked through"
    )
    names.add_argument(
        "--from", dest="source", type=a_file, metavar="FILE", help="add from a .csv: name, other"
    )
    names.add_argument("--coder", type=words, help="who does it")


def _add_questions(verbs: Verbs) -> None:
    parser = verb(
        verbs, "questions", _questions, "what coders ask; ask, answer, and send answers out"
    )
    parser.add_argument("project", type=a_path, help="a project or a pack")
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--ask", type=words, metavar="WORDS", help="put a question")
    acts.add_argument("--answer", type=int, metavar="NUMBER", help="answer one, with --with")
    acts.add_argument("--withdraw", type=int, metavar="NUMBER", help="take one's own back")
    acts.add_argument("--out", type=a_file, metavar="FILE", help="all answers, for packs out there")
    acts.add_argument("--take", type=a_path, metavar="FILE", help="bring answers into a pack")
    parser.add_argument("--with", dest="body", type=words, metavar="WORDS", help="the answer")
    parser.add_argument(
        "--asked", type=words, default="", metavar="WORDS", help="the question as all may read it"
    )
    parser.add_argument("--transcript", type=words, metavar="NAME")
    parser.add_argument("--start", type=int, default=0, metavar="N")
    parser.add_argument("--end", type=int, default=0, metavar="N")
    parser.add_argument("--code", type=words, metavar="CODE")
    parser.add_argument("--coder", type=words, help="who does it")


def _questions(arguments: Namespace) -> Answer:
    acts = (arguments.ask, arguments.answer, arguments.withdraw, arguments.out, arguments.take)
    if all(each is None for each in acts):
        with annotator.open(arguments.project, read_only=True) as project:
            return _listed(project)
    with at_work(arguments.project, arguments.coder) as project:
        if arguments.out is not None:
            count = project.write_answers(arguments.out)
            told = f"{counted(count, 'answer')} written."
            return Answer([told], {"answers": count})
        if arguments.take is not None:
            count = project.take_answers(arguments.take)
            return Answer([f"{counted(count, 'answer')} new or changed."], {"new": count})
        _act(project, arguments)
        return _listed(project)


def _act(project: Project, arguments: Namespace) -> None:
    if arguments.ask is not None:
        project.ask_question(
            arguments.ask,
            transcript=arguments.transcript,
            start=arguments.start,
            end=arguments.end,
            code=arguments.code,
        )
    elif arguments.withdraw is not None:
        project.withdraw_question(arguments.withdraw)
    elif not arguments.body:
        raise Refused("An answer needs words.", "Give them with --with.")
    else:
        project.answer_question(arguments.answer, arguments.body, asked=arguments.asked)


def _listed(project: Project) -> Answer:
    coders = {each.id: each.coder_id for each in project.coders()}
    docs = {each.id: each.doc_id for each in project.infos()}
    codes = {each.id: each.code_id for each in project.codebook().codes}
    asked = [_data(each, coders, docs, codes) for each in project.questions()]
    mine = {each.question.uuid for each in project.questions()}
    others = [each for each in project.answers() if each.on_uuid not in mine]
    lines = [line for each in asked for line in _lines(each)]
    for answer in others:
        lines += [f"to all: {answer.asked}", f"    {answer.body}"]
    data = {
        "questions": asked,
        "answers": [{"asked": each.asked, "answer": each.body} for each in others],
    }
    return Answer(lines or ["Nothing was asked."], data)


def _data(
    each: Asked, coders: dict[int, str], docs: dict[int, str], codes: dict[int, str]
) -> dict[str, Any]:
    question, answer = each.question, each.answer
    return {
        "number": question.id,
        "coder": coders.get(question.coder_id, ""),
        "transcript": docs.get(question.transcript_id or 0, ""),
        "start": question.start,
        "end": question.end,
        "code": codes.get(question.code_id or 0, ""),
        "quote": question.quote,
        "question": question.body,
        "asked_at": question.created_at,
        "answer": None if answer is None else answer.body,
        "asked": None if answer is None else answer.asked,
    }


def _lines(each: dict[str, Any]) -> list[str]:
    about = " ".join(word for word in (each["transcript"], each["code"]) if word)
    head = f"{each['number']:>4}  {each['coder']}" + (f", {about}" if about else "")
    lines = [f"{head}: {each['question']}"]
    if each["quote"]:
        lines.append(f"      “{each['quote']}”")
    lines.append(f"      {each['answer'] or '(not answered)'}")
    return lines


def _names(arguments: Namespace) -> Answer:
    wants = arguments.set or arguments.drop or arguments.propose or arguments.source
    if not wants:
        with annotator.open(arguments.project, read_only=True) as project:
            return _list_of_names(project)
    given = _given(arguments)
    with at_work(arguments.project, arguments.coder) as project:
        names = project.stand_ins() | given
        if arguments.propose:
            names = project.proposed_stand_ins() | names
        for each in arguments.drop or ():
            if names.pop(each, None) is None:
                raise Refused(f"“{each}” is not on the list of names.", "Look at it first.")
        project.set_stand_ins(names)
        return _list_of_names(project)


def _list_of_names(project: Project) -> Answer:
    names = project.stand_ins()
    lines = [f"{name} = {stands}" for name, stands in names.items()]
    return Answer(lines or ["No name is on the list."], {"names": names})


def _given(arguments: Namespace) -> dict[str, str]:
    """Names from a file, and those from the line, which go before them."""
    found = names_of_file(Path(arguments.source)) if arguments.source else {}
    for each in arguments.set or ():
        name, is_there, stands = each.partition("=")
        if not is_there or not name.strip():
            raise Refused(f"“{each}” says no name.", "Write it so: “Jens Stoltenberg=Person 1”.")
        found[name.strip()] = stands.strip()
    return found


def names_of_file(path: Path) -> dict[str, str]:
    """A list of names from a .csv: name, other."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileProblem(
            f"{path.name} cannot be read.", "It is a .csv in UTF-8: name, other.", str(error)
        ) from error
    if rows and rows[0][0].strip().casefold() == "name":
        rows = rows[1:]
    short = next((row for row in rows if len(row) < 2), None)
    if short is not None:
        raise Refused(
            f"Nothing stands for “{short[0]}” in {path.name}.", "Each line is: name, other."
        )
    return {row[0].strip(): row[1].strip() for row in rows}
