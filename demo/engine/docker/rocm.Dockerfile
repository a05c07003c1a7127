# Builds the engine's image from a local tree:
#
#   docker build -f docker/rocm.Dockerfile --build-arg GPU_ARCH=gfx942 --build-arg BRANCH_TYPE=local \
#     --build-arg BASE_IMAGE_942=prbench/demo-base:rocm630 .
#
# Nothing is downloaded: the engine needs the base image's Python 3.11 or newer, and no package.

ARG BASE_IMAGE_942="prbench/demo-base:rocm630"
ARG BASE_IMAGE_950="prbench/demo-base:rocm630"
ARG GPU_ARCH=gfx950

FROM $BASE_IMAGE_942 AS gfx942
FROM $BASE_IMAGE_950 AS gfx950

FROM ${GPU_ARCH}

ARG GPU_ARCH
ARG SGL_BRANCH="main"
ARG BRANCH_TYPE="remote"
ARG BUILD_TYPE="all"

WORKDIR /sgl-workspace/sglang
COPY . .

RUN if [ "$BRANCH_TYPE" != "local" ]; then \
      echo "This image is built from a local tree only: pass --build-arg BRANCH_TYPE=local."; \
      exit 1; \
    fi; \
    echo "Building $SGL_BRANCH ($BUILD_TYPE) for $GPU_ARCH"; \
    if [ "$BUILD_TYPE" = "srt" ]; then rm -rf benchmark; fi; \
    python3 -m compileall -q python

ENV PYTHONPATH=/sgl-workspace/sglang/python
