# Becomes docker/Dockerfile.rocm of the repository that prepare.sh makes: the tree's own modules over the
# released vLLM of a base image that has what it needs. Nothing is downloaded.

ARG BASE_IMAGE="prbench/vllm-base:cpu"
ARG REMOTE_VLLM="1"

FROM ${BASE_IMAGE} AS vllm-openai

ARG REMOTE_VLLM
WORKDIR /app/vllm
COPY . .

RUN if [ "$REMOTE_VLLM" != "0" ]; then \
      echo "This image is built from a local tree only: pass --build-arg REMOTE_VLLM=0."; \
      exit 1; \
    fi; \
    package=$(python3 -c 'import importlib.util; print(importlib.util.find_spec("vllm").submodule_search_locations[0])') && \
    cp -R vllm/. "$package" && \
    rm -R vllm && \
    python3 -m compileall -q "$package/v1/sample"

# What vLLM's own images start with.
ENTRYPOINT ["vllm", "serve"]
