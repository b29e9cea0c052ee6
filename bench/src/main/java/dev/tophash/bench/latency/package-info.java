// SPDX-License-Identifier: Apache-2.0
/** {@code ./tophash bench latency}: how long one operation takes that comes at a fixed rate, beside an idle control. */
package dev.tophash.bench.latency;
