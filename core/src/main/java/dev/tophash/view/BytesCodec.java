// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

/**
 * Tells which sequence of bytes stands for an object.
 *
 * <p>Equal objects have the same bytes and others have others; {@code decode(encode(object))} is equal to the object.
 * Neither method may change the map.
 *
 * @param <T> type of the objects.
 */
public interface BytesCodec<T>
{
    /**
     * From the object to what the map keeps.
     *
     * @param object never null.
     * @return what stands for it; a new array, or one that the next call reuses.
     */
    byte[] encode(T object);

    /**
     * From what the map keeps to the object.
     *
     * @param code what {@link #encode} has returned; the codec may keep it.
     * @return an object, never null.
     */
    T decode(byte[] code);
}
