// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.math.BigInteger;
import java.util.Locale;

/**
 * A number of a script: 64 bits, or one of the four words that only a float key understands.
 *
 * @param value   the 64 bits.
 * @param special what else it is.
 */
public record ScriptNumber(long value, Special special)
{
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64);

    /** The words that are no integers. */
    public enum Special
    {
        /** An integer. */
        NONE,
        /** {@code -0}: an integer 0 for everything but floats. */
        NEGATIVE_ZERO,
        /** {@code inf}. */
        INFINITY,
        /** {@code -inf}. */
        NEGATIVE_INFINITY,
        /** {@code nan}. */
        NAN
    }

    /**
     * An integer.
     *
     * @param value its 64 bits.
     * @return the number.
     */
    public static ScriptNumber of(final long value)
    {
        return new ScriptNumber(value, Special.NONE);
    }

    /**
     * Reads a number or one of the four words.
     *
     * @param text the word of the script.
     * @return the number.
     * @throws NumberFormatException if it is neither.
     */
    public static ScriptNumber parse(final String text)
    {
        return switch (text)
        {
            case "nan" -> new ScriptNumber(0, Special.NAN);
            case "-0" -> new ScriptNumber(0, Special.NEGATIVE_ZERO);
            case "inf" -> new ScriptNumber(0, Special.INFINITY);
            case "-inf" -> new ScriptNumber(0, Special.NEGATIVE_INFINITY);
            default -> of(parseLong(text));
        };
    }

    /**
     * Reads a 64-bit integer as Go does with base 0: decimal, 0x, 0o or 0, 0b, underscores between digits; from
     * -2^63 to 2^64-1.
     *
     * @param text the word of the script.
     * @return the 64 bits.
     * @throws NumberFormatException if it is no such number.
     */
    public static long parseLong(final String text)
    {
        final boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0')
        {
            final char letter = digits.toLowerCase(Locale.ROOT).charAt(1);
            radix = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
            digits = digits.substring(Character.isLetter(letter) ? 2 : 1);
        }
        digits = digits.replace("_", "");
        if (digits.startsWith("-") || digits.startsWith("+"))
        {
            throw new NumberFormatException("not a number: text=" + text);
        }
        final BigInteger magnitude = magnitude(text, digits, radix);
        final BigInteger number = negative ? magnitude.negate() : magnitude;
        if (number.compareTo(MIN) < 0 || number.compareTo(MAX) >= 0)
        {
            throw new NumberFormatException("number needs more than 64 bits: text=" + text);
        }
        return number.longValue();
    }

    private static BigInteger magnitude(final String text, final String digits, final int radix)
    {
        if (!digits.chars().allMatch(c -> c < 128)) // Java takes the digits of every script, Go only these
        {
            throw new NumberFormatException("not a number: text=" + text);
        }
        try
        {
            return new BigInteger(digits, radix);
        }
        catch (final NumberFormatException ex) // its message speaks of other things
        {
            throw new NumberFormatException("not a number: text=" + text);
        }
    }

    /**
     * Whether only a float key can be this.
     *
     * @return true for nan, inf and -inf.
     */
    public boolean needsFloat()
    {
        return special != Special.NONE && special != Special.NEGATIVE_ZERO;
    }

    /**
     * The number as a float key.
     *
     * @return the value; integers are converted as signed ones.
     */
    public double toDouble()
    {
        return switch (special)
        {
            case NONE -> (double)value;
            case NEGATIVE_ZERO -> -0.0;
            case INFINITY -> Double.POSITIVE_INFINITY;
            case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            case NAN -> Double.NaN;
        };
    }
}
