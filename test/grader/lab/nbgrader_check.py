"""What nbgrader itself says of a lab's notebooks. Arguments: student notebook, solution notebook, config. Prints JSON."""
import importlib.util
import json
import sys
import types

import nbformat
from nbgrader import preprocessors, utils
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import Config

student_file, solution_file, config_file = sys.argv[1:]
student = nbformat.read(student_file, as_version=4)
solution = nbformat.read(solution_file, as_version=4)
for notebook in (student, solution):
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)

config = Config()
exec(open(config_file).read(), {"get_config": lambda: config})


def released():
    """The solution notebook after the steps of `nbgrader generate_assignment` that need no database."""
    copy, resources = nbformat.read(solution_file, as_version=4), {}
    for step in ("LockCells", "ClearSolutions", "ClearOutput", "CheckCellMetadata", "ComputeChecksums"):
        copy, resources = getattr(preprocessors, step)(config=config).preprocess(copy, resources)
    return {cell.id: {"source": cell.source, "metadata": cell.metadata} for cell in copy.cells}


def chosen(cell, choice):
    copy = nbformat.from_dict(json.loads(json.dumps(cell)))
    copy.metadata.extended_cell.choice = choice
    copy.metadata.extended_cell.source = next(
        other for other in solution.cells if other.id == cell.id
    ).metadata.extended_cell
    return copy


def e2x_points():
    """What e2xgrader gives for choices, each as [taken, points]. Its package also starts servers: only its graders are loaded."""
    found = importlib.util.find_spec("e2xgrader")
    if found is None:
        return None
    package = types.ModuleType("e2xgrader")
    package.__path__ = list(found.submodule_search_locations)
    sys.modules["e2xgrader"] = package
    from e2xgrader.graders.multiplechoice import MultipleChoiceGrader

    quiz = next(cell for cell in student.cells if "extended_cell" in cell.metadata)
    takes = [[], ["0"], ["0", "2"], ["0", "1", "2"], ["1", "3"], ["0", "1", "2", "3"]]
    return [[take, MultipleChoiceGrader().determine_grade(chosen(quiz, take))[0]] for take in takes]


print(
    json.dumps(
        {
            "checksums": {cell.id: utils.compute_checksum(cell) for cell in student.cells},
            "kinds": {
                cell.id: [utils.is_grade(cell), utils.is_solution(cell), utils.is_locked(cell)]
                for cell in student.cells
            },
            "released": released(),
            "e2x": e2x_points(),
        }
    )
)
