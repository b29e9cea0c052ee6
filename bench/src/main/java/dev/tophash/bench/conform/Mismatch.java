// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

/**
 * The first place where our engine and real Go differ.
 *
 * @param script   the script, and the version of Go.
 * @param line     line number in the script, from 1; 0 if the dump has more than the script.
 * @param op       the operation.
 * @param field    what differs.
 * @param expected what real Go has.
 * @param actual   what our engine has.
 * @param cause    the exception of our engine, if that is the difference; else null.
 */
public record Mismatch(
    String script, int line, String op, String field, String expected, String actual, RuntimeException cause)
{
    /**
     * For people.
     *
     * @return three lines of text.
     */
    public String text()
    {
        return script + ", line " + line + " (" + op + "): " + field +
            System.lineSeparator() + "  expected " + expected + System.lineSeparator() + "  actual   " + actual;
    }
}
