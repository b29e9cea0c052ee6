// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

/**
 * Tells which {@code int} stands for an object.
 *
 * <p>Equal objects have the same number and others have others; {@code decode(encode(object))} is equal to the object.
 * Neither method may change the map.
 *
 * @param <T> type of the objects.
 */
public interface IntCodec<T>
{
    /**
     * From the object to what the map keeps.
     *
     * @param object never null.
     * @return what stands for it.
     */
    int encode(T object);

    /**
     * From what the map keeps to the object.
     *
     * @param code what {@link #encode} has returned.
     * @return an object, never null.
     */
    T decode(int code);

    /**
     * The codec of {@link Integer}.
     *
     * @return a codec that changes nothing.
     */
    static IntCodec<Integer> plain()
    {
        return new IntCodec<>()
        {
            @Override
            public int encode(final Integer object)
            {
                return object;
            }

            @Override
            public Integer decode(final int code)
            {
                return code;
            }
        };
    }
}
