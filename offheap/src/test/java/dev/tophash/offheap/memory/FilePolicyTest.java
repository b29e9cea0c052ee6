// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whether maps may lie in a file, and where. */
class FilePolicyTest
{
    @Test
    void shouldAllowAFileToWhoeverNamesAFolderAndWhereThereIsNothingElse()
    {
        assertEquals(!NativeRange.hasCalls(), new FilePolicy(null, false).isAllowed());
        assertTrue(new FilePolicy(Path.of("files"), false).isAllowed());
        assertTrue(new FilePolicy(null, true).isAllowed());
    }

    @Test
    void shouldTakeTheFolderForTemporaryFilesUnlessOneIsNamed()
    {
        assertEquals(Path.of("files"), new FilePolicy(Path.of("files"), true).place());
        assertEquals(Path.of(System.getProperty("java.io.tmpdir")), new FilePolicy(null, true).place());
    }
}
