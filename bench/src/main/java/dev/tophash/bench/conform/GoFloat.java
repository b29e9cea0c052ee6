// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Prints a float64 as Go's {@code fmt.Sprint} does: the shortest digits that read back the same, with an exponent of at
 * least two digits below 1e-4 and from 1e6 on.
 */
final class GoFloat
{
    private static final int MIN_EXPONENT = -4;
    private static final int MAX_EXPONENT = 6;

    private GoFloat()
    {
    }

    static String toString(final double value)
    {
        if (Double.isNaN(value))
        {
            return "NaN";
        }
        if (Double.isInfinite(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }
        final String sign = Math.copySign(1, value) < 0 ? "-" : "";
        if (value == 0)
        {
            return sign + "0";
        }
        final BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        final int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= MIN_EXPONENT && exponent < MAX_EXPONENT)
        {
            return sign + shortest.toPlainString();
        }
        final String digits = shortest.unscaledValue().toString();
        final String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return String.format(Locale.ROOT, "%s%c%se%c%02d",
            sign, digits.charAt(0), fraction, exponent < 0 ? '-' : '+', Math.abs(exponent));
    }
}
