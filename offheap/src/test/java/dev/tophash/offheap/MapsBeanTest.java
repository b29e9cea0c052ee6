// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.memory.ProcessCounts;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other tests have maps open too, so each looks for the maps of its own name. */
class MapsBeanTest
{
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private ObjectName name;

    @BeforeEach
    void register() throws JMException
    {
        assertTrue(OffHeapMaps.registerMBean());
        assertTrue(OffHeapMaps.registerMBean(), "a second time it is there already");
        name = ObjectName.getInstance("dev.tophash:type=OffHeapMaps");
    }

    private List<CompositeData> rows(final String map) throws JMException
    {
        return Stream.of((CompositeData[])server.getAttribute(name, "OpenMaps"))
            .filter(row -> row.get("name").equals(map)).toList();
    }

    @Test
    void shouldTellTheFiguresOfEachOpenMap() throws JMException
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().name("listed").budget(1 << 20).build();
            OffHeapStringLongMap other = OffHeapMaps.stringLong().name("listed").build())
        {
            map.put(1, 2);
            other.put("key", 1);
            other.put("other", 1);
            assertEquals(List.of("OffHeapLongLongMap", "OffHeapStringLongMap"),
                rows("listed").stream().map(row -> row.get("class")).toList());
            assertEquals(List.of(1L, 2L), rows("listed").stream().map(row -> row.get("count")).toList());
            final CompositeData row = rows("listed").getFirst();
            assertEquals(Arrays.stream(MapStats.class.getRecordComponents()).map(RecordComponent::getName)
                .collect(Collectors.toCollection(() -> new TreeSet<>(List.of("class", "name")))),
                row.getCompositeType().keySet(), "every figure");
            assertEquals(1L << 20, row.get("budgetBytes"));
            assertEquals(map.stats().usedBytes(), row.get("usedBytes"));
            assertEquals(false, row.get("growing"));
            assertTrue((long)server.getAttribute(name, "UsedBytes") >=
                map.stats().usedBytes() + other.stats().usedBytes());
        }
        assertEquals(List.of(), rows("listed"), "closed");
    }

    @Test
    void shouldLeaveOutTheFiguresOfAMapThatBelongsToAnotherThread() throws Exception
    {
        final ExecutorService owner = Executors.newSingleThreadExecutor();
        try
        {
            final Future<MapMemory> made = owner.submit(() ->
            {
                final MapMemory memory = MapMemory.confined("own", 1 << 20);
                OffHeapMaps.longLong().name("confined").memory(memory).build().put(1, 1);
                return memory;
            });
            final MapMemory memory = made.get();
            final CompositeData row = rows("confined").getFirst();
            assertEquals("OffHeapLongLongMap", row.get("class"));
            assertNull(row.get("count"));
            assertTrue((long)server.getAttribute(name, "UsedBytes") >= 0);
            owner.submit(memory::close).get();
        }
        finally
        {
            owner.shutdown();
        }
    }

    @Test
    void shouldTellTheFiguresOfTheProcess()
    {
        ProcessCounts.assertTrueOnce(() ->
        {
            try
            {
                final AttributeList list = server.getAttributes(
                    name, new String[]{"LeakedMaps", "PendingCloses", "OpenMapCount", "Unknown"});
                return list.asList().stream().collect(Collectors.toMap(Attribute::getName, Attribute::getValue))
                    .equals(Map.of("LeakedMaps", OffHeapMaps.leakedMaps(),
                        "PendingCloses", OffHeapMaps.pendingCloses(), "OpenMapCount", OffHeapMaps.openMapCount()));
            }
            catch (final JMException e)
            {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void shouldOfferNothingThatChangesAMap() throws JMException
    {
        assertEquals(0, server.getMBeanInfo(name).getOperations().length);
        for (final MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes())
        {
            assertTrue(attribute.isReadable());
            assertFalse(attribute.isWritable());
            assertFalse(attribute.getDescription().isEmpty());
        }
        assertThrows(AttributeNotFoundException.class,
            () -> server.setAttribute(name, new Attribute("OpenMapCount", 1L)));
        assertThrows(ReflectionException.class, () -> server.invoke(name, "clear", null, null));
    }
}
