/** What vllm 0.32.0 wrote and printed on a CPU; long lines are cut at `...`. */

export const latencyFile = `{
    "model_id": "/models/tiny",
    "avg_latency": 0.3303720127000361,
    "latencies": [
        0.2651264969999829,
        0.27642204599987963,
        0.29645206099985444,
        0.28323172999989765,
        0.30935724500022843,
        0.4313544830001774,
        0.36197409999977026,
        0.32862538900008076,
        0.3990897050002786,
        0.3520868710002105
    ],
    "percentiles": {
        "10": 0.27529249108988996,
        "25": 0.28653681274988685,
        "50": 0.3189913170001546,
        "75": 0.3595022927498803,
        "90": 0.4023161828002685,
        "99": 0.42845065298018653
    }
}`

export const throughputFile = `{
    "model_id": "/models/tiny",
    "elapsed_time": 0.4359850880000522,
    "num_requests": 16,
    "total_num_tokens": 640,
    "requests_per_second": 36.698502862552225,
    "tokens_per_second": 1467.940114502089
}`

/** Both streams of `vllm bench latency`. */
export const latencyLog = [
  "(MainProcess pid=7) INFO 11-29 21:24:43 [api_utils.py:286] non-default args: {'load_format': 'dummy', 'dtype': 'float32', 'max_model_len': 512, 'enable_prefix_caching': False, ...",
  '(MainProcess pid=7) INFO 11-29 21:25:39 [model.py:733] Resolved architecture: LlamaForCausalLM',
  '(MainProcess pid=7) INFO 11-29 21:25:39 [model.py:2152] Using max model len 512',
  '(MainProcess pid=7) INFO 11-29 21:25:39 [scheduler.py:307] Chunked prefill is enabled with max_num_batched_tokens=4096.',
  '(MainProcess pid=7) INFO 11-29 21:25:45 [kv_cache_utils.py:2327] CPU KV cache size: 524,288 tokens, Maximum concurrency for 512 tokens per request: 1024.00x',
  '(MainProcess pid=7) INFO 11-29 21:25:50 [core.py:402] init engine (profile, create kv cache, warmup model) took 5.11 s',
  'Warming up...',
  'Warmup iterations:   0%|          | 0/5 [00:00<?, ?it/s]\rWarmup iterations: 100%|██████████| 5/5 [00:02<00:00,  2.59it/s]',
  'Bench iterations:   0%|          | 0/10 [00:00<?, ?it/s]\rBench iterations: 100%|██████████| 10/10 [00:03<00:00,  3.02it/s]',
  'Avg latency: 0.3303720127000361 seconds',
]

/** The file of `vllm bench serve --save-result` at 4 requests/s, its lists cut. */
export const servingFile = `{"date": "20261129-213435", "endpoint_type": "vllm", "backend": "vllm", "label": null, "model_id": "/models/tiny", "tokenizer_id": "/models/tiny", "num_prompts": 16, "request_rate": 4.0, "burstiness": 1.0, "max_concurrency": null, "duration": 4.217511335999916, "completed": 16, "failed": 0, "total_input_tokens": 512, "total_output_tokens": 128, "request_throughput": 3.7937064598799974, "request_goodput": null, "output_throughput": 30.34965167903998, "total_token_throughput": 151.7482583951999, "latencies": [0.2726463720000538, 0.11356641700012915], "queue_times": [0.00011884199966516462, 0.0001268559999516583], "max_output_tokens_per_s": 59.0, "max_concurrent_requests": 8, "rtfx": 0.0, "mean_ttft_ms": 86.9198791250767, "median_ttft_ms": 30.5461694999849, "std_ttft_ms": 107.97049733762832, "p95_ttft_ms": 315.771408000046, "p99_ttft_ms": 327.6759072001823, "mean_tpot_ms": 20.164585553568973, "median_tpot_ms": 11.378198571427285, "std_tpot_ms": 19.989120252754233, "p95_tpot_ms": 57.845301000026794, "p99_tpot_ms": 75.20857825714495, "mean_itl_ms": 22.141505705879656, "median_itl_ms": 8.282347999966078, "std_itl_ms": 29.91768003524176, "p95_itl_ms": 79.55707660005373, "p99_itl_ms": 144.80188014015306, "mean_e2el_ms": 228.07197800005952, "median_e2el_ms": 112.97166150006888, "std_e2el_ms": 202.7942615921589, "p95_e2el_ms": 580.9323644999722, "p99_e2el_ms": 596.1528345002307}`

/** The file of a run whose prompts were longer than the model takes: the program ended with 0. */
export const failedServingFile = `{"date": "20261129-213550", "endpoint_type": "vllm", "backend": "vllm", "label": null, "model_id": "/models/tiny", "tokenizer_id": "/models/tiny", "num_prompts": 3, "request_rate": "inf", "burstiness": 1.0, "max_concurrency": null, "duration": 0.021005316999890056, "completed": 0, "failed": 3, "total_input_tokens": 0, "total_output_tokens": 0, "request_throughput": 0.0, "request_goodput": null, "output_throughput": 0.0, "total_token_throughput": 0.0, "latencies": [0.0, 0.0], "queue_times": [0.00019255000006523915, 0.0007694969999647583], "max_output_tokens_per_s": 0.0, "max_concurrent_requests": 0, "rtfx": 0.0, "mean_ttft_ms": 0.0, "median_ttft_ms": 0.0, "std_ttft_ms": 0.0, "p99_ttft_ms": 0.0, "mean_tpot_ms": 0.0, "median_tpot_ms": 0.0, "std_tpot_ms": 0.0, "p99_tpot_ms": 0.0, "mean_itl_ms": 0.0, "median_itl_ms": 0.0, "std_itl_ms": 0.0, "p99_itl_ms": 0.0}`

/** What that run printed. */
export const failedServingLog = [
  'Starting initial single prompt test run...',
  'Skipping endpoint ready check.',
  'Starting main benchmark run...',
  'Traffic request rate: inf',
  'Failed requests during benchmark run detected (capping to 10):',
  'Error 0: Bad Request',
  'Error 1: Bad Request',
  'Error 2: Bad Request',
  '============ Serving Benchmark Result ============',
  'Successful requests:                     0         ',
  'Failed requests:                         3         ',
]

/** What a server printed at its start, its requests and its end. */
export const serverLog = [
  '(APIServer pid=8) INFO 11-29 21:32:25 [model.py:2152] Using max model len 512',
  '(EngineCore pid=26) INFO 11-29 21:33:26 [utils.py:347] Using LBHNC KV cache layout.',
  '(EngineCore pid=26) INFO 11-29 21:33:27 [cpu_worker.py:260] Explicitly set (1.0/6.0) GiB for KV cache on node 0.',
  '(EngineCore pid=26) INFO 11-29 21:33:27 [kv_cache_utils.py:2327] CPU KV cache size: 524,288 tokens, Maximum concurrency for 512 tokens per request: 1024.00x',
  '(APIServer pid=8) INFO 11-29 21:33:32 [entry.py:140] Starting vLLM server on http://0.0.0.0:30000',
  '(APIServer pid=8) INFO 11-29 21:34:34 [loggers.py:335] Engine 000: Avg prompt throughput: 41.6 tokens/s, Avg generation throughput: 10.4 tokens/s, Running: 0 reqs, Waiting: 0 reqs, CPU KV cache usage: 0.0%',
  '(APIServer pid=8) INFO 11-29 21:34:44 [loggers.py:335] Engine 000: Avg prompt throughput: 9.6 tokens/s, Avg generation throughput: 2.4 tokens/s, Running: 0 reqs, Waiting: 0 reqs, CPU KV cache usage: 0.0%',
  '(APIServer pid=8) INFO 11-29 21:34:54 [loggers.py:335] Engine 000: Avg prompt throughput: 0.0 tokens/s, Avg generation throughput: 0.0 tokens/s, Running: 0 reqs, Waiting: 0 reqs, CPU KV cache usage: 0.0%',
  '(APIServer pid=8) INFO 11-29 21:35:14 [loggers.py:335] Engine 000: Avg prompt throughput: 51.1 tokens/s, Avg generation throughput: 12.8 tokens/s, Running: 0 reqs, Waiting: 0 reqs, CPU KV cache usage: 0.0%',
  '(APIServer pid=8) INFO 11-29 21:35:24 [loggers.py:335] Engine 000: Avg prompt throughput: 0.0 tokens/s, Avg generation throughput: 0.0 tokens/s, Running: 0 reqs, Waiting: 0 reqs, CPU KV cache usage: 0.0%',
  '(APIServer pid=8) INFO 11-29 21:35:52 [launcher.py:254] [shutdown] API server: shutdown triggered',
  'INFO:     Started server process [8]',
  'INFO:     Waiting for application startup.',
  'INFO:     Application startup complete.',
]
