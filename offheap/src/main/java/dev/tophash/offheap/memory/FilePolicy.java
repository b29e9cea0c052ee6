// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.nio.file.Path;

/**
 * Whether maps may lie in a file, and where. Where memory can be had as memory is kept, nobody wants a file that the
 * contents can be read from; so on Linux a map without native access is refused unless somebody allowed a file. On
 * other systems there is nothing but the file.
 *
 * @param folder for the file; null for the folder for temporary files, if a file is to be at all.
 * @param forced whether maps lie in files even where memory can be had.
 */
public record FilePolicy(Path folder, boolean forced)
{
    /** System property that allows a file to every map, in the folder that it names. */
    public static final String ALLOW_PROPERTY = "tophash.allowFile";

    /** System property that puts every map into a file. */
    public static final String FORCE_PROPERTY = "tophash.forceFile";

    /**
     * What the system properties say.
     *
     * @return the policy of maps that name none.
     * @throws IllegalArgumentException if the folder is not a path.
     */
    public static FilePolicy ofProcess()
    {
        return new FilePolicy(
            ProcessSettings.folder(System.getProperty(ALLOW_PROPERTY)), Boolean.getBoolean(FORCE_PROPERTY));
    }

    /** Whether a file may be used where memory cannot be had. */
    boolean isAllowed()
    {
        return forced || folder != null || !NativeRange.hasCalls();
    }

    /** The folder of the file. */
    Path place()
    {
        return folder == null ? Path.of(System.getProperty("java.io.tmpdir", "")) : folder;
    }
}
