// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.save;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SaveFormatTest
{
    @Test
    void shouldRefuseATypeThatIsTooLongForAHead()
    {
        assertEquals(3992 + 32, SaveFormat.head("x".repeat(3992), 0).remaining());
        final IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> SaveFormat.head("x".repeat(3993), 0));
        assertEquals("map type too long for a save file: size=3993, maximum=3992", e.getMessage());
    }

    @Test
    void shouldBeginWithItsName()
    {
        final ByteBuffer head = SaveFormat.head("map[int64]int64", 5);
        final byte[] magic = new byte[8];
        head.get(0, magic);
        assertEquals("TOPHSAVE", new String(magic, StandardCharsets.US_ASCII));
        assertEquals(5, head.getLong(SaveFormat.ENTRIES_OFFSET));
    }

    @Test
    void shouldTellBlocksApartByNumberLengthAndBytes()
    {
        final byte[] bytes = new byte[10];
        final int one = SaveFormat.checksum(0, bytes, 0, 9);
        assertNotEquals(one, SaveFormat.checksum(1, bytes, 0, 9));
        assertNotEquals(one, SaveFormat.checksum(0, bytes, 0, 10));
        bytes[3] = 1;
        assertNotEquals(one, SaveFormat.checksum(0, bytes, 0, 9));
    }

    @Test
    void shouldShowAForeignTextCutAndWithoutControls()
    {
        assertEquals("a?[31m?b", SaveFormat.shown("a\u001b[31m\nb".getBytes(StandardCharsets.UTF_8)));
        assertEquals(203, SaveFormat.shown(new byte[4000]).length());
    }
}
