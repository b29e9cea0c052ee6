// SPDX-License-Identifier: Apache-2.0

/**
 * The sandbox of the lab: scripts in which a learner breaks a map of his own.
 */
package dev.tophash.bench.lab.sandbox;
