// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

/**
 * Something done to a map on a stage.
 */
@FunctionalInterface
public interface LabCase
{
    /**
     * Does it.
     *
     * @param stage where.
     */
    void run(Stage stage);
}
