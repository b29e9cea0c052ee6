// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

/** The parts of a memory that belong to one map, where those of other maps lie between them. */
public interface ImageParts
{
    /**
     * Tells whether bytes belong to the map.
     *
     * @param offset first of them; any number.
     * @param length how many; any number.
     * @return false if one of them belongs to another map or to nobody.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    boolean covers(long offset, long length);

    /**
     * The parts that are in use.
     *
     * @return offset and size of each, in order of their offsets.
     * @throws dev.tophash.MapClosedException if the map is closed.
     */
    long[] ranges();
}
