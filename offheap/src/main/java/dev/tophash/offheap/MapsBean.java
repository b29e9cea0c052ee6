// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.LeakDetector;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * What a management console sees of the maps of this process. A row has the class and the name of a map and every
 * figure of {@link MapStats}, so that a figure that is added there is seen here. Only whoever has the module
 * {@code java.management} may load this class.
 */
final class MapsBean implements DynamicMBean
{
    static final String NAME = "dev.tophash:type=OffHeapMaps";

    private static final RecordComponent[] FIGURES = MapStats.class.getRecordComponents();

    private final CompositeType rowType;
    private final MBeanInfo info;

    private MapsBean() throws OpenDataException
    {
        rowType = rowType();
        info = new MBeanInfo(MapsBean.class.getName(), "The off-heap maps of this process", new MBeanAttributeInfo[]{
            attribute("OpenMaps", "Class, name and figures of each open map; a map of a confined memory has no figures",
                new ArrayType<>(1, rowType)),
            attribute("OpenMapCount", "Maps open now", SimpleType.LONG),
            attribute("UsedBytes", "Bytes in use by all of them, those of confined memories left out", SimpleType.LONG),
            attribute("LeakedMaps", "Maps that were dropped without a close", SimpleType.LONG),
            attribute("PendingCloses", "Closes that wait for a bulk copy of another thread", SimpleType.INTEGER),
        }, null, null, null);
    }

    /**
     * Registers the bean of this process; does nothing if it is registered.
     *
     * @throws IllegalStateException if the server refuses it.
     */
    static void register()
    {
        try
        {
            final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            final ObjectName name = ObjectName.getInstance(NAME);
            if (!server.isRegistered(name))
            {
                server.registerMBean(new MapsBean(), name);
            }
        }
        catch (final InstanceAlreadyExistsException e)
        {
            // Another thread was faster, or another class loader has a Tophash of its own.
        }
        catch (final JMException e)
        {
            throw new IllegalStateException("bean of the maps refused: name=" + NAME, e);
        }
    }

    private static MBeanAttributeInfo attribute(final String name, final String description, final OpenType<?> type)
    {
        return new OpenMBeanAttributeInfoSupport(name, description, type, true, false, false);
    }

    private static CompositeType rowType() throws OpenDataException
    {
        final String[] names = rowNames();
        final List<OpenType<?>> types = new ArrayList<>(List.of(SimpleType.STRING, SimpleType.STRING));
        for (final RecordComponent figure : FIGURES)
        {
            types.add(figure.getType() == long.class ? SimpleType.LONG :
                figure.getType() == int.class ? SimpleType.INTEGER : SimpleType.BOOLEAN);
        }
        return new CompositeType("Map", "One open map", names, names, types.toArray(OpenType<?>[]::new));
    }

    /** The figures of a map; null if it was closed meanwhile or belongs to another thread. */
    private static MapStats stats(final OffHeapMap map)
    {
        try
        {
            return map.stats();
        }
        catch (final IllegalStateException | WrongThreadException e)
        {
            return null;
        }
    }

    private CompositeData[] rows() throws JMException
    {
        final List<CompositeData> rows = new ArrayList<>();
        for (final OffHeapMap map : OpenMaps.list())
        {
            final MapStats stats = stats(map);
            if (stats != null || !map.isClosed())
            {
                rows.add(row(map, stats));
            }
        }
        return rows.toArray(CompositeData[]::new);
    }

    private CompositeData row(final OffHeapMap map, final MapStats stats) throws JMException
    {
        final List<Object> values = new ArrayList<>(Arrays.asList(MapText.nameOf(map.getClass()), map.name()));
        for (final RecordComponent figure : FIGURES)
        {
            values.add(stats == null ? null : value(figure, stats));
        }
        return new CompositeDataSupport(rowType, rowNames(), values.toArray());
    }

    private static String[] rowNames()
    {
        final List<String> names = new ArrayList<>(List.of("class", "name"));
        Arrays.stream(FIGURES).map(RecordComponent::getName).forEach(names::add);
        return names.toArray(String[]::new);
    }

    private static Object value(final RecordComponent figure, final MapStats stats) throws JMException
    {
        try
        {
            return figure.getAccessor().invoke(stats);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ReflectionException(e);
        }
    }

    private static long usedBytes()
    {
        long used = 0;
        for (final OffHeapMap map : OpenMaps.list())
        {
            final MapStats stats = stats(map);
            used += stats == null ? 0 : stats.usedBytes();
        }
        return used;
    }

    @Override
    public Object getAttribute(final String attribute) throws AttributeNotFoundException, ReflectionException
    {
        try
        {
            return switch (attribute)
            {
                case "OpenMaps" -> rows();
                case "OpenMapCount" -> LeakDetector.openRegions();
                case "UsedBytes" -> usedBytes();
                case "LeakedMaps" -> LeakDetector.leakedMaps();
                case "PendingCloses" -> LeakDetector.pendingCloses();
                default -> throw new AttributeNotFoundException(attribute);
            };
        }
        catch (final AttributeNotFoundException e)
        {
            throw e;
        }
        catch (final JMException e)
        {
            throw new ReflectionException(e);
        }
    }

    @Override
    public AttributeList getAttributes(final String[] attributes)
    {
        final AttributeList list = new AttributeList();
        for (final String attribute : attributes)
        {
            try
            {
                list.add(new Attribute(attribute, getAttribute(attribute)));
            }
            catch (final JMException e)
            {
                // As the interface wants it: what cannot be had is left out.
            }
        }
        return list;
    }

    @Override
    public void setAttribute(final Attribute attribute) throws AttributeNotFoundException
    {
        throw new AttributeNotFoundException("nothing can be set: attribute=" + attribute.getName());
    }

    @Override
    public AttributeList setAttributes(final AttributeList attributes)
    {
        return new AttributeList();
    }

    @Override
    public Object invoke(final String action, final Object[] parameters, final String[] signature)
        throws ReflectionException
    {
        throw new ReflectionException(new NoSuchMethodException(action));
    }

    @Override
    public MBeanInfo getMBeanInfo()
    {
        return info;
    }
}
