// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

/**
 * A script that nobody can run: unknown words, numbers that are none, an operation in the wrong place.
 */
public final class ScriptException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * Says what is wrong.
     *
     * @param script name of the script.
     * @param line   line number, from 1.
     * @param what   what is wrong there.
     */
    public ScriptException(final String script, final int line, final String what)
    {
        super(script + ", line " + line + ": " + what);
        this.line = line;
    }

    /**
     * Where it is.
     *
     * @return the line number, from 1.
     */
    public int line()
    {
        return line;
    }
}
