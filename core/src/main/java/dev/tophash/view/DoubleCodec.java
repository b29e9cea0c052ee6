// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

/**
 * Tells which {@code double} stands for an object.
 *
 * <p>Equal objects have the same number and others have others; {@code decode(encode(object))} is equal to the object.
 * Neither method may change the map.
 *
 * @param <T> type of the objects.
 */
public interface DoubleCodec<T>
{
    /**
     * From the object to what the map keeps.
     *
     * @param object never null.
     * @return what stands for it.
     */
    double encode(T object);

    /**
     * From what the map keeps to the object.
     *
     * @param code what {@link #encode} has returned.
     * @return an object, never null.
     */
    T decode(double code);

    /**
     * The codec of {@link Double}.
     *
     * @return a codec that changes nothing.
     */
    static DoubleCodec<Double> plain()
    {
        return new DoubleCodec<>()
        {
            @Override
            public double encode(final Double object)
            {
                return object;
            }

            @Override
            public Double decode(final double code)
            {
                return code;
            }
        };
    }
}
