// SPDX-License-Identifier: Apache-2.0

/** Programs that use the library as its users do: the guide shows parts of them, and the build runs them. */
package dev.tophash.it.examples;
