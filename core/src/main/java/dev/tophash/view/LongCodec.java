// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

/**
 * Tells which {@code long} stands for an object.
 *
 * <p>Equal objects have the same number and others have others; {@code decode(encode(object))} is equal to the object.
 * Neither method may change the map.
 *
 * @param <T> type of the objects.
 */
public interface LongCodec<T>
{
    /**
     * From the object to what the map keeps.
     *
     * @param object never null.
     * @return what stands for it.
     */
    long encode(T object);

    /**
     * From what the map keeps to the object.
     *
     * @param code what {@link #encode} has returned.
     * @return an object, never null.
     */
    T decode(long code);

    /**
     * The codec of {@link Long}.
     *
     * @return a codec that changes nothing.
     */
    static LongCodec<Long> plain()
    {
        return new LongCodec<>()
        {
            @Override
            public long encode(final Long object)
            {
                return object;
            }

            @Override
            public Long decode(final long code)
            {
                return code;
            }
        };
    }
}
