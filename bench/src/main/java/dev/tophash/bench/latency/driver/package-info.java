// SPDX-License-Identifier: Apache-2.0
/** What runs in the process of one map whose latencies are measured. */
package dev.tophash.bench.latency.driver;
