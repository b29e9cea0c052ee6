// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

/**
 * Reads bytes out of some memory: how hashing and equality see native memory, an image, or an array.
 *
 * <p>Numbers are little-endian and may lie at any offset.  An implementation has no state of its own; production code
 * passes one single static instance, so that calls are resolved at compile time.
 *
 * @param <M> the memory.
 */
public interface ByteSource<M>
{
    /**
     * One byte.
     *
     * @param memory the memory.
     * @param offset offset of the byte.
     * @return its value, signed.
     */
    byte getByte(M memory, long offset);

    /**
     * Four bytes.
     *
     * @param memory the memory.
     * @param offset offset of the first byte.
     * @return their value.
     */
    int getInt(M memory, long offset);

    /**
     * Eight bytes.
     *
     * @param memory the memory.
     * @param offset offset of the first byte.
     * @return their value.
     */
    long getLong(M memory, long offset);
}
