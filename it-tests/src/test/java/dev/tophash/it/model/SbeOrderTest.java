// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.it.sbe.MessageHeaderEncoder;
import dev.tophash.it.sbe.OrderDecoder;
import dev.tophash.it.sbe.OrderEncoder;
import dev.tophash.it.sbe.Side;
import dev.tophash.offheap.ByteField;
import dev.tophash.offheap.IntField;
import dev.tophash.offheap.LongField;
import dev.tophash.offheap.OffHeapBytesLongMap;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.agrona.DirectBufferKey;
import dev.tophash.offheap.agrona.StructBuffer;
import dev.tophash.offheap.verify.MapVerifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The codec that SBE generates for an order, around values of a map and around messages that hold keys. Where the
 * fields stand is said twice, in {@code order.xml} and here; these two must agree.
 */
class SbeOrderTest
{
    private static final StructType ORDER = StructType.parse(
        "struct { price, timestamp int64; quantity int32; side uint8; symbol [8]uint8 }");
    private static final LongField PRICE = ORDER.longField("price");
    private static final LongField TIMESTAMP = ORDER.longField("timestamp");
    private static final IntField QUANTITY = ORDER.intField("quantity");
    private static final ByteField SIDE = ORDER.byteField("side");
    private static final int SYMBOL_LENGTH = OrderDecoder.symbolLength();
    private static final int ORDERS = 500;

    private final long seed = Seed.of("sbe-order");
    private final SplittableRandom random = new SplittableRandom(seed);
    private final OffHeapLongStructMap map = OffHeapMaps.longStruct(ORDER).build();
    private final StructFlyweight flyweight = new StructFlyweight();
    private final StructBuffer buffer = new StructBuffer(flyweight);
    private final OrderEncoder encoder = new OrderEncoder();
    private final OrderDecoder decoder = new OrderDecoder();

    @AfterEach
    void close()
    {
        map.close();
    }

    private static ByteField symbolField(final int i)
    {
        return ORDER.byteField("symbol[" + i + "]");
    }

    private OrderDecoder decode(final DirectBuffer from)
    {
        return decoder.wrap(from, 0, OrderDecoder.BLOCK_LENGTH, OrderDecoder.SCHEMA_VERSION);
    }

    private Side side()
    {
        return random.nextBoolean() ? Side.BUY : Side.SELL;
    }

    private byte[] symbol()
    {
        final byte[] symbol = new byte[SYMBOL_LENGTH];
        for (int i = 0; i < symbol.length; i++)
        {
            symbol[i] = (byte)random.nextInt('A', 'Z' + 1);
        }
        return symbol;
    }

    private String context(final int order)
    {
        return "seed=" + seed + ", order=" + order;
    }

    @Test
    void shouldReadByNameWhatSbeWrites()
    {
        assertEquals(OrderEncoder.BLOCK_LENGTH, ORDER.size());
        for (int order = 0; order < ORDERS; order++)
        {
            final byte[] expected = new byte[OrderEncoder.BLOCK_LENGTH];
            map.getOrCreate(order, flyweight);
            final long price = random.nextLong();
            final long timestamp = random.nextLong();
            final int quantity = random.nextInt();
            final Side side = side();
            final byte[] symbol = symbol();
            for (final MutableDirectBuffer to : List.of(buffer, new UnsafeBuffer(expected)))
            {
                encoder.wrap(to, 0).price(price).timestamp(timestamp).quantity(quantity).side(side);
                if (order % 2 == 0)
                {
                    encoder.putSymbol(symbol, 0);
                }
                else
                {
                    encoder.symbol(new String(symbol, StandardCharsets.US_ASCII));
                }
            }
            assertEquals(price, PRICE.get(flyweight), context(order));
            assertEquals(timestamp, TIMESTAMP.get(flyweight), context(order));
            assertEquals(quantity, QUANTITY.get(flyweight), context(order));
            assertEquals(side.value(), SIDE.get(flyweight), context(order));
            for (int i = 0; i < SYMBOL_LENGTH; i++)
            {
                assertEquals(symbol[i], symbolField(i).get(flyweight), context(order));
            }
            final byte[] stored = new byte[ORDER.size()];
            assertTrue(map.get(order, stored));
            assertArrayEquals(expected, stored, context(order));
        }
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    @Test
    void shouldReadWithSbeWhatIsWrittenByName()
    {
        for (int order = 0; order < ORDERS; order++)
        {
            map.getOrCreate(order, flyweight);
            final long price = random.nextLong();
            final long timestamp = random.nextLong();
            final int quantity = random.nextInt();
            final Side side = side();
            final byte[] symbol = symbol();
            PRICE.set(flyweight, price);
            TIMESTAMP.set(flyweight, timestamp);
            QUANTITY.set(flyweight, quantity);
            SIDE.set(flyweight, (byte)side.value());
            for (int i = 0; i < SYMBOL_LENGTH; i++)
            {
                symbolField(i).set(flyweight, symbol[i]);
            }
            decode(buffer);
            assertEquals(price, decoder.price(), context(order));
            assertEquals(timestamp, decoder.timestamp(), context(order));
            assertEquals(quantity, decoder.quantity(), context(order));
            assertEquals(side, decoder.side(), context(order));
            assertEquals(new String(symbol, StandardCharsets.US_ASCII), decoder.symbol(), context(order));
            final byte[] read = new byte[SYMBOL_LENGTH];
            assertEquals(SYMBOL_LENGTH, decoder.getSymbol(read, 0));
            assertArrayEquals(symbol, read, context(order));
            assertEquals(symbol[3], decoder.symbol(3), context(order));
        }
    }

    /** One codec stays around the buffer, which shows the value where its flyweight stands. */
    @Test
    void shouldFollowItsFlyweightFromValueToValue()
    {
        for (int order = 0; order < ORDERS; order++)
        {
            map.getOrCreate(order, flyweight);
            encoder.wrap(buffer, 0).price(3L * order).side(Side.BUY);
        }
        decode(buffer);
        for (int order = 0; order < ORDERS; order++)
        {
            assertTrue(map.find(order, flyweight));
            assertEquals(3L * order, decoder.price());
            encoder.quantity(order);
            assertEquals(order, QUANTITY.get(flyweight));
        }
    }

    /** The last field of the message begins in the value and ends behind it. */
    @Test
    void shouldRefuseWhatReachesBeyondTheValue()
    {
        final StructType shorter = StructType.parse("struct { price, timestamp int64; quantity int32; side uint8 }");
        try (OffHeapLongStructMap others = OffHeapMaps.longStruct(shorter).build())
        {
            final byte[] full = new byte[shorter.size()];
            Arrays.fill(full, (byte)0x5a);
            for (int key = 0; key < 8; key++)
            {
                others.put(key, full);
            }
            for (int key = 0; key < 8; key++)
            {
                assertTrue(others.find(key, flyweight));
                encoder.wrap(buffer, 0).price(key);
                assertThrows(IndexOutOfBoundsException.class, () -> encoder.putSymbol(symbol(), 0));
                assertThrows(IndexOutOfBoundsException.class, () -> encoder.symbol(7, (byte)1));
                encoder.wrap(buffer, 8);
                assertThrows(IndexOutOfBoundsException.class, () -> encoder.quantity(1).side(Side.SELL));
                encoder.wrap(buffer, -8);
                assertThrows(IndexOutOfBoundsException.class, () -> encoder.price(1));
                decoder.wrap(buffer, shorter.size() - 7, OrderDecoder.BLOCK_LENGTH, OrderDecoder.SCHEMA_VERSION);
                assertThrows(IndexOutOfBoundsException.class, decoder::price);
            }
            for (int key = 0; key < 8; key++)
            {
                final byte[] stored = new byte[shorter.size()];
                others.get(key, stored);
                assertEquals(key, ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getLong());
                assertArrayEquals(Arrays.copyOfRange(full, 8, 16), Arrays.copyOfRange(stored, 8, 16), "key=" + key);
            }
            assertTrue(MapVerifier.verify(others.image()).clean());
        }
    }

    @Test
    void shouldRefuseAStaleFlyweightInsideTheCodec()
    {
        final List<Consumer<OffHeapLongStructMap>> moves = List.of(
            orders -> orders.remove(1), OffHeapLongStructMap::clear,
            orders ->
            {
                for (int key = 100; key < 2_000; key++)
                {
                    orders.put(key, new byte[ORDER.size()]);
                }
            });
        for (final Consumer<OffHeapLongStructMap> move : moves)
        {
            map.getOrCreate(1, flyweight);
            encoder.wrap(buffer, 0).price(5);
            decode(buffer);
            assertEquals(5, decoder.price());
            move.accept(map);
            assertFalse(flyweight.isValid());
            assertThrows(IllegalStateException.class, decoder::price);
            assertThrows(IllegalStateException.class, decoder::symbol);
            assertThrows(IllegalStateException.class, () -> encoder.quantity(1));
            assertThrows(IllegalStateException.class, () -> encoder.putSymbol(symbol(), 0));
        }
        map.getOrCreate(1, flyweight);
        map.close();
        assertThrows(MapClosedException.class, decoder::price);
        assertThrows(MapClosedException.class, () -> encoder.price(1));
    }

    @Test
    void shouldTakeKeysFromMessages()
    {
        final DirectBufferKey key = new DirectBufferKey();
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final int size = MessageHeaderEncoder.ENCODED_LENGTH + OrderEncoder.BLOCK_LENGTH;
        final List<MutableDirectBuffer> messages = List.of(
            new UnsafeBuffer(new byte[size + 3]), new UnsafeBuffer(ByteBuffer.allocateDirect(size + 3)));
        try (OffHeapBytesLongMap symbols = OffHeapMaps.bytesLong(SYMBOL_LENGTH).missingValue(-1).build();
            OffHeapStringLongMap names = OffHeapMaps.stringLong().missingValue(-1).build();
            OffHeapBytesLongMap blocks = OffHeapMaps.bytesLong(OrderDecoder.BLOCK_LENGTH).missingValue(-1).build())
        {
            for (int order = 0; order < ORDERS; order++)
            {
                final byte[] symbol = Arrays.copyOf(("S" + order + "ABCDEFG").getBytes(StandardCharsets.US_ASCII), 8);
                for (final MutableDirectBuffer message : messages)
                {
                    encoder.wrapAndApplyHeader(message, 3, header).price(order).timestamp(7).quantity(2)
                        .side(Side.SELL).putSymbol(symbol, 0);
                    decoder.wrap(message, encoder.offset(), OrderDecoder.BLOCK_LENGTH, OrderDecoder.SCHEMA_VERSION);
                    final int at = decoder.offset() + OrderDecoder.symbolEncodingOffset();
                    final long previous = message.byteArray() == null ? order : -1;
                    assertEquals(previous, symbols.put(key.wrap(message, at, SYMBOL_LENGTH), order), context(order));
                    assertEquals(previous, names.put(key.wrap(message, at, SYMBOL_LENGTH), order), context(order));
                    assertEquals(previous, blocks.put(
                        key.wrap(message, decoder.offset(), OrderDecoder.BLOCK_LENGTH), order), context(order));
                }
                assertEquals(order, symbols.get(symbol));
                assertEquals(order, names.get(new String(symbol, StandardCharsets.US_ASCII)));
            }
            assertEquals(ORDERS, symbols.size());
            assertEquals(ORDERS, names.size());
            assertEquals(ORDERS, blocks.size());
        }
    }
}
