// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import java.math.BigInteger;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers of options in the digits 0 to 9. Java itself takes the digits of every script and then repeats them in
 * messages that nobody can search for.
 */
final class PlainNumbers
{
    private PlainNumbers()
    {
    }

    static CommandLine installedIn(final CommandLine commandLine)
    {
        return commandLine
            .registerConverter(int.class, text -> Math.toIntExact(number(text, Integer.MIN_VALUE, Integer.MAX_VALUE)))
            .registerConverter(long.class, text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE))
            .registerConverter(Long.class, text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static long number(final String text, final long least, final long most)
    {
        if (!text.matches("[+-]?[0-9]+"))
        {
            throw new TypeConversionException("'" + text + "' is not a number in the digits 0 to 9");
        }
        final BigInteger number = new BigInteger(text);
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0)
        {
            throw new TypeConversionException("'" + text + "' is not a number from " + least + " to " + most);
        }
        return number.longValue();
    }
}
