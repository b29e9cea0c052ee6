// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each setting, of each way to make each map, has an effect or is refused. All of them are found by reflection. What is
 * only permitted or wished ({@code allowFile}, {@code pages}, {@code slowWrites}), or acts later ({@code
 * clearStrategy}), is shown to reach the map here, and its effect by the tests of what it does.
 */
class RefusedSettingsTest
{
    private static final StructType STRUCT = StructType.parse("struct { a, b int64 }");
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23, 1, 3, 5, 7);
    private static final AtomicLong ASKED = new AtomicLong();
    private static final AtomicLong ASKED_OF_OTHER = new AtomicLong();

    /** Counts what is asked for, so that a refusal is seen to come before. */
    private static final MapConfig CONFIG = MapConfig.defaults().withGate(bytes -> ASKED.incrementAndGet());
    private static final Map<String, Path> FILES = new HashMap<>();
    private static final Map<String, MapImage> IMAGES = new HashMap<>();

    @TempDir
    private static Path folder;
    private static MapMemory memory;

    enum Finish
    {
        BUILD, LOAD, ATTACH, CREATE_TYPED, ATTACH_TYPED;

        boolean isOverAnImage()
        {
            return this == ATTACH || this == ATTACH_TYPED;
        }

        boolean isTyped()
        {
            return this == CREATE_TYPED || this == ATTACH_TYPED;
        }
    }

    record Kind(String name, Supplier<MapBuilder<? extends OffHeapMap>> maker)
    {
        boolean isTyped()
        {
            return name.startsWith("typed");
        }

        boolean hasNumbers()
        {
            return name.matches("\\w+(Long|Int|Double)\\d");
        }

        boolean hasDoubles()
        {
            return name.matches("\\w+Double\\d");
        }

        boolean isOfNumbers()
        {
            return hasNumbers() && name.matches("(long|int)[A-Z].+");
        }
    }

    /**
     * A method that sets something.
     *
     * @param method  with its parameters.
     * @param give    calls it, of a builder.
     * @param with    calls it, of a configuration; one of both is null.
     * @param shown   whether a map has what was given; false without.
     * @param refused which maps cannot have it.
     */
    record Setting(
        String method, UnaryOperator<MapBuilder<?>> give, UnaryOperator<MapConfig> with, Predicate<OffHeapMap> shown,
        BiPredicate<Kind, Finish> refused)
    {
        @Override
        public String toString()
        {
            return method;
        }
    }

    @BeforeAll
    static void open()
    {
        memory = MapMemory.of("given", 64 << 20);
    }

    @AfterAll
    static void close()
    {
        memory.close();
    }

    // ---------------------------------------------------------------- what there is

    private static List<Setting> settings()
    {
        final List<Setting> settings = new ArrayList<>();
        final BiPredicate<Kind, Finish> never = (kind, finish) -> false;
        final BiPredicate<Kind, Finish> overAnImage = (kind, finish) -> finish.isOverAnImage();
        final Predicate<OffHeapMap> named = map -> map.name().equals("given");
        final Predicate<OffHeapMap> known = map -> map.stats().unsafeRandomness();
        final Predicate<OffHeapMap> hashed = map -> skin(map).keys.equals(KEYS);
        final Predicate<OffHeapMap> capped = map -> map.stats().budgetBytes() == 1 << 20;
        settings.add(new Setting("capacity(long)", builder -> builder.capacity(1_000), null,
            map -> map.stats().bucketCount() >= 128, overAnImage));
        settings.add(new Setting("config(MapConfig)", builder -> builder.config(CONFIG.withName("given")), null,
            named, never));
        both(settings, "name(String)", builder -> builder.name("given"), with -> with.withName("given"), named, never);
        both(settings, "budget(long)", builder -> builder.budget(1 << 20), with -> with.withBudget(1 << 20), capped,
            never);
        both(settings, "reservation(long)", builder -> builder.reservation(1 << 21),
            with -> with.withReservation(1 << 21), map -> map.stats().reservedBytes() <= 1 << 21, never);
        both(settings, "keptBytes(long)", builder -> builder.keptBytes(0), with -> with.withKeptBytes(0),
            map -> skin(map).config.region().keptBytes() == 0, never);
        both(settings, "memory(MapMemory)", builder -> builder.memory(memory), with -> with.withMapMemory(memory),
            map -> memory.stats().openMaps() == 1, overAnImage);
        both(settings, "allowFile(Path)", builder -> builder.allowFile(folder), with -> with.withAllowFile(folder),
            map -> folder.equals(skin(map).config.memory().allowFile()), never);
        both(settings, "pages(PagePolicy)", builder -> builder.pages(PagePolicy.PRE_TOUCH),
            with -> with.withPages(PagePolicy.PRE_TOUCH),
            map -> skin(map).config.memory().pages() == PagePolicy.PRE_TOUCH, never);
        both(settings, "missingValue(long)", builder -> builder.missingValue(-7), with -> with.withMissingValue(-7),
            map -> missing(map) == -7, (kind, finish) -> !kind.hasNumbers() || finish.isTyped());
        both(settings, "missingValue(double)", builder -> builder.missingValue(-7.5),
            with -> with.withMissingValue(-7.5), map -> missing(map) == -7.5,
            (kind, finish) -> !kind.hasDoubles() || finish.isTyped());
        both(settings, "clearStrategy(ClearStrategy)", builder -> builder.clearStrategy(ClearStrategy.RELEASE),
            with -> with.withClearStrategy(ClearStrategy.RELEASE),
            map -> skin(map).config.map().clearStrategy() == ClearStrategy.RELEASE, never);
        both(settings, "trackDirtyBuckets(boolean)", builder -> builder.trackDirtyBuckets(true),
            with -> with.withTrackDirtyBuckets(true), map -> skin(map).arrays.dirtySize(10) != 0, never);
        both(settings, "singleWriterView(boolean)", builder -> builder.singleWriterView(true),
            with -> with.withSingleWriterView(true), map -> map.getClass().getSimpleName().startsWith("Watched"),
            (kind, finish) -> kind.isTyped());
        both(settings, "dependentLookups(boolean)", builder -> builder.dependentLookups(true),
            with -> with.withDependentLookups(true), map -> map.getClass().getSimpleName().startsWith("Eager"),
            (kind, finish) -> !kind.isOfNumbers());
        both(settings, "deterministic(long)", builder -> builder.deterministic(5), with -> with.withDeterministic(5),
            known, never);
        both(settings, "unsafeRandomnessForTests(MapRandom,HashKeys)",
            builder -> builder.unsafeRandomnessForTests(null, KEYS),
            with -> with.withUnsafeRandomnessForTests(null, KEYS), hashed, overAnImage);
        config(settings, "forceFile(boolean)", with -> with.withForceFile(!with.memory().forceFile()),
            map -> map.stats().fileBacked() != CONFIG.memory().forceFile(), never);
        config(settings, "gate(Gate)", with -> with.withGate(bytes -> ASKED_OF_OTHER.incrementAndGet()),
            map -> ASKED_OF_OTHER.getAndSet(0) > 0, never);
        config(settings, "slowWrites(boolean)", with -> with.withSlowWrites(!with.testHooks().slowWrites()),
            map -> skin(map).config.testHooks().slowWrites() != CONFIG.testHooks().slowWrites(), never);
        config(settings, "maxOpenCursors(int)", with -> with.withMaxOpenCursors(7),
            map -> skin(map).config.map().maxOpenCursors() == 7, never);
        config(settings, "goProfile(GoProfile)",
            with -> with.withGoProfile(new MapConfig.GoProfile(GoVersion.GO_1_19, false, false, 0)),
            map -> skin(map).version() == GoVersion.GO_1_19, overAnImage);
        config(settings, "memory(Memory)", with -> with.withMemory(with.withBudget(1 << 20).memory()), capped, never);
        config(settings, "map(Behaviour)", with -> with.withMap(with.withName("given").map()), named, never);
        config(settings, "testHooks(TestHooks)", with -> with.withTestHooks(
            with.withUnsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(1)), null).testHooks()), known,
            never);
        return settings;
    }

    private static void both(
        final List<Setting> settings, final String method, final UnaryOperator<MapBuilder<?>> give,
        final UnaryOperator<MapConfig> with, final Predicate<OffHeapMap> shown,
        final BiPredicate<Kind, Finish> refused)
    {
        settings.add(new Setting(method, give, null, shown, refused));
        config(settings, method.startsWith("memory") ? "mapMemory(MapMemory)" : method, with, shown, refused);
    }

    private static void config(
        final List<Setting> settings, final String method, final UnaryOperator<MapConfig> with,
        final Predicate<OffHeapMap> shown, final BiPredicate<Kind, Finish> refused)
    {
        settings.add(new Setting("with" + Character.toUpperCase(method.charAt(0)) + method.substring(1), null, with,
            shown, refused));
    }

    private static Collection<Kind> kinds()
    {
        final Map<String, Kind> kinds = new TreeMap<>();
        for (final Method method : OffHeapMaps.class.getMethods())
        {
            if (method.getReturnType() == MapBuilder.class)
            {
                final Object[] arguments = Arrays.stream(method.getParameterTypes()).map(type ->
                    type == int.class ? 16 : type == StructType.class ? STRUCT :
                        (Object)MapType.parse("map[string]string")).toArray();
                final String name = method.getName() + method.getParameterCount() +
                    (method.getParameterCount() == 2 ? method.getParameterTypes()[1].getSimpleName() : "");
                kinds.put(name, new Kind(name, () -> (MapBuilder<?>)call(null, method, arguments)));
            }
        }
        return kinds.values();
    }

    private static Object call(final Object target, final Method method, final Object... arguments)
    {
        try
        {
            return method.invoke(target, arguments);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new LinkageError(method.toString(), e);
        }
    }

    private static MapSkin skin(final OffHeapMap map)
    {
        return map instanceof final OffHeapTypedMap typed ? typed.table() : (MapSkin)map;
    }

    private static double missing(final OffHeapMap map)
    {
        return Arrays.stream(map.getClass().getMethods()).filter(method -> method.getName().equals("missingValue"))
            .mapToDouble(method -> ((Number)call(map, method)).doubleValue()).findFirst().orElse(Double.NaN);
    }

    // ---------------------------------------------------------------- the finishes

    private static OffHeapMap made(final Kind kind, final Finish finish, final Setting setting) throws IOException
    {
        final MapConfig config = setting == null || setting.with == null ? CONFIG : setting.with.apply(CONFIG);
        final MapBuilder<?> plain = kind.maker().get().config(config);
        final MapBuilder<?> builder = setting == null || setting.give == null ? plain : setting.give.apply(plain);
        return switch (finish)
        {
            case BUILD -> builder.build();
            case LOAD -> builder.load(FILES.get(kind.name()));
            case ATTACH -> builder.attach(IMAGES.get(kind.name()));
            case CREATE_TYPED -> OffHeapTypedMap.create(IMAGES.get(kind.name()).type(), 0, config);
            case ATTACH_TYPED -> OffHeapTypedMap.attach(IMAGES.get(kind.name()), config);
        };
    }

    private static void keep(final Kind kind) throws IOException
    {
        if (!FILES.containsKey(kind.name()))
        {
            try (OffHeapMap map = kind.maker().get().build())
            {
                final Path file = folder.resolve(kind.name());
                map.save(file);
                final MapImage live = map.image();
                IMAGES.put(kind.name(), new MapImage(
                    Arena.ofAuto().allocate(live.memory().byteSize(), Long.BYTES).copyFrom(live.memory()), live.base(),
                    live.headerOffset(), live.type(), live.keys(), live.version()));
                FILES.put(kind.name(), file);
            }
        }
    }

    /** What is wrong with a setting, empty if nothing is. */
    private static String complaint(final Kind kind, final Finish finish, final Setting setting) throws IOException
    {
        final long openCount = OffHeapMaps.openMapCount();
        ASKED.set(0);
        try (OffHeapMap map = made(kind, finish, setting))
        {
            if (!setting.shown.test(map))
            {
                return "ignored";
            }
            if (setting.refused.test(kind, finish))
            {
                return "neither refused nor declared to have an effect";
            }
        }
        catch (final IllegalArgumentException e)
        {
            return !setting.refused.test(kind, finish) ? "refused: " + e.getMessage() :
                !e.getMessage().matches(".+: \\w+=.+") ? "names no value: " + e.getMessage() :
                ASKED.get() != 0 || OffHeapMaps.openMapCount() != openCount ? "memory was taken first" : "";
        }
        try (OffHeapMap plain = made(kind, finish, null))
        {
            return setting.shown.test(plain) ? "shown without being given" : "";
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void f30ShouldHaveAnEffectOrBeRefused(final Setting setting) throws IOException
    {
        final List<String> complaints = new ArrayList<>();
        for (final Kind kind : kinds())
        {
            keep(kind);
            for (final Finish finish : Finish.values())
            {
                if (!finish.isTyped() || kind.isTyped() && setting.with != null)
                {
                    final String complaint = complaint(kind, finish, setting);
                    if (!complaint.isEmpty())
                    {
                        complaints.add(kind.name() + " " + finish + ": " + complaint);
                    }
                }
            }
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void shouldKnowEverySettingAndEveryFinish()
    {
        assertEquals(26, kinds().size() - 1, "members, one of them by two methods");
        assertEquals(methods(MapBuilder.class, method -> method.getReturnType() == MapBuilder.class),
            names(setting -> setting.give != null));
        assertEquals(methods(MapConfig.class, method -> method.getName().startsWith("with")),
            names(setting -> setting.with != null));
        assertEquals(Set.of("build", "load", "attach"), finishes(MapBuilder.class, OffHeapMap.class));
        assertEquals(Set.of("create", "attach"), finishes(OffHeapTypedMap.class, OffHeapTypedMap.class));
    }

    private static Set<String> names(final Predicate<Setting> wanted)
    {
        return settings().stream().filter(wanted).map(Setting::method).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> methods(final Class<?> type, final Predicate<Method> wanted)
    {
        return Arrays.stream(type.getMethods()).filter(wanted).map(method -> method.getName() +
            Stream.of(method.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(",", "(", ")")))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Static ones of a map, as its own methods that return a map give it back or copy it. */
    private static Set<String> finishes(final Class<?> type, final Class<?> made)
    {
        return Arrays.stream(type.getMethods())
            .filter(method -> method.getReturnType() == made && (type == MapBuilder.class ||
                Modifier.isStatic(method.getModifiers())))
            .map(Method::getName).collect(Collectors.toSet());
    }

    // ---------------------------------------------------------------- two at once

    private static void refused(final String message, final Function<MapBuilder<OffHeapLongLongMap>, Object> call)
    {
        final var refused = assertThrows(IllegalArgumentException.class, () -> call.apply(OffHeapMaps.longLong()));
        assertTrue(refused.getMessage().endsWith(message), refused::getMessage);
    }

    @Test
    void shouldRefuseTwoThatContradictEachOther()
    {
        refused("deterministic=given, unsafeRandomnessForTests=given",
            builder -> builder.deterministic(1).unsafeRandomnessForTests(null, KEYS).build());
        try (MapMemory confined = MapMemory.confined("confined", 1 << 20))
        {
            refused("singleWriterView=true, memory=confined",
                builder -> builder.memory(confined).singleWriterView(true).build());
            assertEquals(0, confined.stats().openMaps());
        }
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).missingValue(-2).build())
        {
            assertEquals(-2, map.missingValue(), "the last one is meant");
        }
    }

    @Test
    void shouldRefuseAConfigurationThatReplacesWhatWasSet()
    {
        final MapConfig config = MapConfig.defaults().withName("given");
        refused("call config first: missingValue=-1", builder -> builder.missingValue(-1).config(config));
        refused("call config first: budgetBytes=1048576", builder -> builder.budget(1 << 20).config(config));
        refused("call config first: TestHooks[unsafeRandomness=true]",
            builder -> builder.unsafeRandomnessForTests(null, KEYS).config(config));
        refused("call config first: missingValue=-1",
            builder -> builder.config(config).missingValue(-1).config(config));
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(100).config(MapConfig.defaults())
            .missingValue(0).config(config).missingValue(-1).build())
        {
            assertEquals("given", map.name());
            assertEquals(-1, map.missingValue());
            assertTrue(map.stats().bucketCount() >= 16);
        }
    }
}
