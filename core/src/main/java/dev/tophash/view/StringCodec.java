// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

/**
 * Tells which string stands for an object.
 *
 * <p>Equal objects have the same string and others have others; {@code decode(encode(object))} is equal to the object.
 * Neither method may change the map.
 *
 * @param <T> type of the objects.
 */
public interface StringCodec<T>
{
    /**
     * From the object to what the map keeps.
     *
     * @param object never null.
     * @return what stands for it.
     */
    String encode(T object);

    /**
     * From what the map keeps to the object.
     *
     * @param code what {@link #encode} has returned.
     * @return an object, never null.
     */
    T decode(String code);

    /**
     * The codec of strings.
     *
     * @return a codec that changes nothing.
     */
    static StringCodec<String> plain()
    {
        return new StringCodec<>()
        {
            @Override
            public String encode(final String object)
            {
                return object;
            }

            @Override
            public String decode(final String code)
            {
                return code;
            }
        };
    }
}
