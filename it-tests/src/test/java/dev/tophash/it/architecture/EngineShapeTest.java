// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The engine stays a house with rooms: no knot of more than three files, no class that is everybody's drawer, no field
 * that somebody else writes. Each rule notices a planted violation.
 */
class EngineShapeTest
{
    private static final String ROOT = "offheap/src/main/java/";
    private static final int MAX_KNOT = 3;
    private static final int MAX_FIELDS = 20;
    private static final int MAX_FIELDS_OF_AN_OBJECT = 45;

    /**
     * The maps, derived ones too, with what they stand on, by their path; image and verify look at bytes and are not
     * part of the engine.
     */
    private static Map<String, String> engineFiles()
    {
        final Map<String, String> files = new TreeMap<>();
        Repository.files().forEach(file -> files.put(file, file));
        Repository.derived().forEach(file -> files.put(Repository.sourcePath(file), file));
        files.keySet().removeIf(
            file -> !file.matches(ROOT + "dev/tophash/offheap/((arrays|values|memory)/)?[A-Z]\\w+\\.java"));
        return files;
    }

    private static Stream<Class<?>> engineClasses()
    {
        return engineFiles().keySet().stream()
            .map(file -> file.substring(ROOT.length(), file.length() - ".java".length()))
            .map(EngineShapeTest::load).flatMap(EngineShapeTest::withNested);
    }

    private static Class<?> load(final String path)
    {
        try
        {
            return Class.forName(path.replace('/', '.'), false, EngineShapeTest.class.getClassLoader());
        }
        catch (final ClassNotFoundException e)
        {
            throw new AssertionError(e);
        }
    }

    private static Stream<Class<?>> withNested(final Class<?> type)
    {
        return Stream.concat(Stream.of(type),
            Arrays.stream(type.getDeclaredClasses()).flatMap(EngineShapeTest::withNested));
    }

    private static Map<String, String> engineTexts()
    {
        final Map<String, String> texts = new HashMap<>();
        engineFiles().forEach((path, file) -> texts.put(path.replaceAll(".*/|\\.java", ""), Repository.read(file)));
        return texts;
    }

    private static List<Set<String>> largeKnots(final Map<String, String> texts)
    {
        return Knots.of(texts).stream().filter(knot -> knot.size() > MAX_KNOT).toList();
    }

    private static List<Field> instanceFields(final Class<?> type)
    {
        return Arrays.stream(type.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()).toList();
    }

    private static List<String> drawers(final Stream<Class<?>> classes, final int maxOfAnObject)
    {
        final List<String> complaints = new ArrayList<>();
        classes.forEach(type ->
        {
            final int own = instanceFields(type).size();
            int all = 0;
            for (Class<?> c = type; c != null && c.getName().startsWith("dev.tophash"); c = c.getSuperclass())
            {
                all += instanceFields(c).size();
            }
            if (own > MAX_FIELDS || all > maxOfAnObject)
            {
                complaints.add(type.getName() + ": fields=" + own + ", with superclasses=" + all);
            }
        });
        return complaints;
    }

    /** A field that can change is private: then the compiler sees to it that only its own class writes it. */
    private static List<String> openFields(final Stream<Class<?>> classes)
    {
        return classes.flatMap(type -> instanceFields(type).stream())
            .filter(field -> !Modifier.isFinal(field.getModifiers()) && !Modifier.isPrivate(field.getModifiers()))
            .map(field -> field.getDeclaringClass().getName() + "." + field.getName()).toList();
    }

    @Test
    void shouldHaveNoKnotOfMoreThanThreeFiles()
    {
        assertEquals(List.of(), largeKnots(engineTexts()));
    }

    @Test
    void shouldHaveNoDrawer()
    {
        assertEquals(List.of(), drawers(engineClasses(), MAX_FIELDS_OF_AN_OBJECT));
        assertTrue(engineClasses().count() > 40, "the rule looks at the engine");
    }

    @Test
    void shouldLetNobodyWriteTheFieldsOfOthers()
    {
        assertEquals(List.of(), openFields(engineClasses()));
    }

    @Test
    void shouldNoticeAPlantedKnot()
    {
        final Map<String, String> texts = engineTexts();
        assertTrue(texts.get("MapExtra").contains("HmapHeader"));
        texts.put("HmapHeader", texts.get("HmapHeader") + "\nMapExtra and HeaderGuard and MapStats");
        final List<Set<String>> knots = largeKnots(texts);
        assertEquals(1, knots.size());
        assertTrue(knots.get(0).containsAll(Set.of("HmapHeader", "MapExtra", "HeaderGuard", "Hmap")), knots::toString);
        assertEquals(List.of(), largeKnots(Map.of("A", "B", "B", "C", "C", "A", "D", "A")), "three are allowed");
        assertEquals(1, largeKnots(Map.of("A", "B", "B", "C", "C", "D", "D", "A // A")).size());
        assertEquals(List.of(), largeKnots(Map.of("A", "B", "B", "C", "C", "D", "D", "// A\n\"A\"")));
    }

    @Test
    void shouldNoticePlantedFields()
    {
        assertEquals(List.of(TwentyOne.class.getName() + ": fields=21, with superclasses=21"),
            drawers(Stream.of(Open.class, Heir.class, TwentyOne.class), MAX_FIELDS_OF_AN_OBJECT));
        assertEquals(List.of(Heir.class.getName() + ": fields=1, with superclasses=3"),
            drawers(Stream.of(Open.class, Heir.class), 2));
        assertEquals(List.of(Open.class.getName() + ".open"), openFields(Stream.of(Open.class, Heir.class)));
    }

    private record TwentyOne(
        int f1, int f2, int f3, int f4, int f5, int f6, int f7, int f8, int f9, int f10, int f11, int f12, int f13,
        int f14, int f15, int f16, int f17, int f18, int f19, int f20, int f21)
    {
    }

    private static class Open
    {
        int open;
        private int closed;

        int next()
        {
            open = ++closed;
            return open;
        }
    }

    private static final class Heir extends Open
    {
        final int own = next();

        @Override
        int next()
        {
            return super.next() + own;
        }
    }
}
