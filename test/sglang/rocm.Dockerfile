# Becomes docker/rocm.Dockerfile of the repository that prepare.sh makes: SGLang's own wheel on a base image that has
# what it needs. Nothing is downloaded.

ARG BASE_IMAGE_942="prbench/sglang-base:cpu"
ARG GPU_ARCH=gfx942

FROM $BASE_IMAGE_942 AS gfx942

FROM ${GPU_ARCH}

ARG BRANCH_TYPE="remote"

WORKDIR /sgl-workspace/sglang
COPY . .

RUN if [ "$BRANCH_TYPE" != "local" ]; then \
      echo "This image is built from a local tree only: pass --build-arg BRANCH_TYPE=local."; \
      exit 1; \
    fi; \
    python3 -m pip install --no-index --no-deps --no-cache-dir --break-system-packages --root-user-action=ignore wheel/*.whl
