// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import java.io.IOException;

/**
 * Makes maps for a replay.
 */
public interface ReplayMaps
{
    /**
     * Makes an empty map.
     *
     * @param type    its type.
     * @param hint    size hint, -1 for a literal.
     * @param version whose bytes it writes.
     * @param keys    words of its hash.
     * @return the map.
     */
    ReplayMap create(ScriptType type, long hint, GoVersion version, HashKeys keys);

    /**
     * Goes on with the map of an image.
     *
     * @param file    the image.
     * @param type    its type.
     * @param version whose bytes the image has and the map goes on to write.
     * @param keys    words of its hash.
     * @return the map.
     * @throws IOException if the image cannot be read.
     */
    ReplayMap load(String file, ScriptType type, GoVersion version, HashKeys keys) throws IOException;
}
