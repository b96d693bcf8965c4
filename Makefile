# Two commands on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test train bench lint clean

# FollowTheMoney needs a C++ compiler and the headers of ICU: without them its tests are skipped.
$(BIN)/riwaya: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	-@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[ftm]' 2>$(VENV)/ftm.log \
	  || echo "followthemoney could not be installed ($(VENV)/ftm.log): its tests are skipped"
	@touch $@

demo: $(BIN)/riwaya
	$(BIN)/riwaya demo --out out/demo.jsonl

lint: $(BIN)/riwaya
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest

bench: $(BIN)/riwaya
	$(BIN)/python -m bench.gate
	$(BIN)/python -m bench.names dev
	$(BIN)/python -m bench.places dev
	$(BIN)/python -m bench.speakers dev
	$(BIN)/python -m bench.anercorp
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.adding
	$(BIN)/python -m bench.adding --memory
	$(BIN)/python -m bench.search 100000 --postgres
	$(BIN)/python -m bench.warc
	$(BIN)/python -m bench.relations dev
	$(BIN)/python -m bench.headlines
	$(BIN)/python -m bench.questions ../shared/stories/dev ../shared/gold/dev
	$(BIN)/python -m bench.voices
	$(BIN)/python -m bench.grouping
	$(BIN)/python -m bench.grouping dev
	$(BIN)/python -m bench.grouping --mixed
	$(BIN)/python -m bench.grouping --growth
	$(BIN)/python -m bench.lineage
	$(BIN)/python -m bench.comparing

train:
	$(PYTHON) -m venv .train-venv
	.train-venv/bin/pip install --quiet --disable-pip-version-check torch==2.13.0 -e '.[train]'
	.train-venv/bin/python -m training.train
	.train-venv/bin/python -m training.pairs

clean:
	rm -rf $(VENV) .train-venv out
