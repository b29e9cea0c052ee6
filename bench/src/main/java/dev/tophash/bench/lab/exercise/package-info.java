// SPDX-License-Identifier: Apache-2.0

/**
 * The exercises of the lab, scripts of the sandbox with a hole, and the questions of its quiz.
 */
package dev.tophash.bench.lab.exercise;
