# What can be done here; `make` alone lists it. Written for GNU make 3.81 and any POSIX shell.

SHELL = /bin/sh
.DEFAULT_GOAL = help
.PHONY: help install postgres demo test check lock bench torture quarter tools

ARGS =
KILLS = 30

# The caller may say where packages come from and how to get there, never how they are installed or how Python starts.
way = PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_NO_INDEX PIP_TRUSTED_HOST PIP_PROXY PIP_CERT PIP_CLIENT_CERT \
  PIP_CONFIG_FILE PIP_KEYRING_PROVIDER PIP_TIMEOUT PIP_DEFAULT_TIMEOUT PIP_RETRIES PIP_CACHE_DIR PIP_NO_CACHE_DIR \
  PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX PYTHONUTF8
odd = PIP_% PYTHON% PYTEST_% MYPY% RUFF_%
unexport VIRTUAL_ENV __PYVENV_LAUNCHER__ $(filter-out $(way),$(filter $(odd),$(.VARIABLES)))
export PIP_USER = 0
export PIP_REQUIRE_HASHES = 0
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1
# An activated .venv must not be the Python that makes it anew.
export PATH := $(subst $(CURDIR)/.venv/bin:,,$(PATH))

# Sets $python to the newest Python that runs and can make a virtual environment, or says what to install.
define find_python
python=; bare=; \
for candidate in python3.14 python3.13 python3.12 python3.11 python3; do \
  version=$$($$candidate -c 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 11))' \
    2>/dev/null </dev/null) || continue; \
  if $$candidate -c 'import ensurepip, venv' 2>/dev/null </dev/null; then python=$$candidate; break; fi; \
  bare=$${bare:-$$version}; \
done; \
if [ -z "$$python" ] && [ -n "$$bare" ]; then \
  echo "Python $$bare is here but cannot make a virtual environment: please install its venv and ensurepip" \
    "(Debian, Ubuntu: apt install python$$bare-venv)." >&2; exit 1; \
elif [ -z "$$python" ]; then \
  echo "Muster needs Python 3.11 or newer, and none runs here: please install one" \
    "(Debian, Ubuntu: apt install python3-venv; macOS: brew install python)." >&2; exit 1; \
fi
endef

# $(call into_venv,lock,what to say): installs a lock and Muster into .venv, unless the very same was installed before.
# A .venv that was moved, copied, or whose Python is gone is made anew: pip then runs not at all, or from elsewhere.
define into_venv
set -e; \
here=$$(pwd -P); stamp=.venv/installed-$(1); wanted="$$here $$(cat requirements.txt $(1) pyproject.toml | cksum)"; \
if [ "$$(cat $$stamp 2>/dev/null)" = "$$wanted" ] && .venv/bin/python -c '' 2>/dev/null; then exit 0; fi; \
case "$$(.venv/bin/pip --version 2>/dev/null)" in \
  *"$$here/.venv/"*) ;; \
  *) $(find_python); \
    echo "Making .venv with Python $$version …"; \
    rm -rf .venv; $$python -m venv .venv ;; \
esac; \
rm -f $$stamp; \
echo "$(2) …"; \
.venv/bin/python -m pip install --quiet --require-hashes -r $(1); \
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
printf '%s\n' "$$wanted" >$$stamp
endef

help: ## list what can be done
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  make %-8s  %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: ## install Muster into .venv, unless it is there already
	@$(call into_venv,requirements.txt,Installing Muster into .venv)

postgres: install ## install what a store on PostgreSQL needs as well
	@$(call into_venv,requirements-postgres.txt,Installing what PostgreSQL needs into .venv)

tools: install
	@$(call into_venv,requirements-dev.txt,Installing what tests and checks need into .venv)

demo: install ## run Muster in a local Slack workspace (ARGS="--port 8787 --no-browser")
	@.venv/bin/muster demo $(ARGS)

# Stories wait for Slack now and then: one more than there are processors keeps all of them busy. The order of files is
# that of tests/conftest.py: xdist's own, by how many tests a file has, leaves the longest to the end.
test: tools ## run the tests (ARGS="-k duty")
	@.venv/bin/python -m pytest -n $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --dist loadfile --no-loadscope-reorder $(ARGS)

check: tools ## lint, format, types, and which package may import which
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

# The build backend stands in the lock too, since Muster itself is installed without build isolation.
compile = .venv/bin/uv pip compile --quiet --universal --generate-hashes --python .venv/bin/python --python-version 3.11 \
  --no-header --no-annotate --no-emit-index-url
project = import tomllib; project = tomllib.load(open("pyproject.toml", "rb"))
requires = $(project); print(*project["build-system"]["requires"], sep="\n")
extra = $(project); print(*project["project"]["optional-dependencies"]["postgres"], sep="\n")

lock: tools ## write the locks from pyproject.toml (ARGS=--upgrade for newer versions)
	@.venv/bin/python -c '$(requires)' | $(compile) pyproject.toml - -o requirements.txt $(ARGS)
	@$(compile) --group dev -c requirements.txt -o requirements-dev.txt $(ARGS)
	@.venv/bin/python -c '$(extra)' | $(compile) - -c requirements.txt -c requirements-dev.txt \
	  -o requirements-postgres.txt $(ARGS)

bench: install ## measure how fast and how big Muster is
	@.venv/bin/python -m bench $(ARGS)

torture: install ## kill the sender at random and count what is lost or doubled (KILLS=1000)
	@.venv/bin/python -m bench.torture --kills $(KILLS) $(ARGS)

quarter: install ## live through 13 weeks of the demo, and expect every message (ARGS="--weeks 3")
	@.venv/bin/python -m bench.quarter $(ARGS)
