// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.GoType;
import dev.tophash.offheap.MapScope;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls every public method of the exported packages, and prints what each throws: {@link ThrowsTest} compares it with
 * what the javadoc names. It also runs as the main class of a child JVM in which something is missing, so it needs
 * nothing but {@code java.base} and the product.
 */
final class EveryMethod implements CallWatch.Calls
{
    private static final List<String> PACKAGES = List.of("dev.tophash", "dev.tophash.check", "dev.tophash.hash",
        "dev.tophash.layout", "dev.tophash.layout.classic", "dev.tophash.view", "dev.tophash.offheap",
        "dev.tophash.offheap.image", "dev.tophash.offheap.verify");
    private static final String SEPARATOR = "\t";
    private static final int PAST_ANY_END = 1 << 20;
    private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString", "getClass", "notify",
        "notifyAll", "wait");

    /** What may go on as long as the caller's memory does: the source that they are given here has no end. */
    private static final Set<String> ENDLESS = Set.of(
        "dev.tophash.hash.GoEquality#bytes(ByteSource,Object,long,long,long) LARGEST 4",
        "dev.tophash.hash.MemHash#hash(ByteSource,Object,long,long,long,HashKeys) LARGEST 3");

    private final Environment environment;
    private final Path folder;
    private final Consumer<Outcome> outcomes;
    private final ObjIntConsumer<Method> accepted;
    private final AtomicInteger callCount = new AtomicInteger();
    private volatile String underWay = "";

    EveryMethod(final Environment environment, final Path folder, final Consumer<Outcome> outcomes)
    {
        this(environment, folder, outcomes, (_, _) ->
        {
        });
    }

    /** Also tells which call threw nothing, and which of its arguments was null. */
    EveryMethod(
        final Environment environment, final Path folder, final Consumer<Outcome> outcomes,
        final ObjIntConsumer<Method> accepted)
    {
        this.environment = environment;
        this.folder = folder;
        this.outcomes = outcomes;
        this.accepted = accepted;
    }

    /** What is unusual when the methods are called. */
    enum Environment
    {
        /** Nothing, or what the JVM was started with. */
        AS_IS,
        /** Each argument in turn is null. */
        NULL,
        /** Each number in turn is -1. */
        NEGATIVE,
        /** Each number in turn is larger than anything that the subjects have. */
        PAST_END,
        /** Each number in turn is the largest of its type. */
        LARGEST,
        /** Each number in turn is the smallest of its type. */
        SMALLEST,
        /** The map or the memory is closed. */
        CLOSED,
        /** The thread is interrupted. */
        INTERRUPTED;

        boolean isOfArguments()
        {
            return this != AS_IS && this != CLOSED && this != INTERRUPTED;
        }

        /** What the argument is that is bad; null also for a type of which none is. */
        Object bad(final Class<?> type)
        {
            if (type == int.class)
            {
                return switch (this)
                {
                    case NEGATIVE -> -1;
                    case PAST_END -> PAST_ANY_END;
                    case LARGEST -> Integer.MAX_VALUE;
                    case SMALLEST -> Integer.MIN_VALUE;
                    default -> null;
                };
            }
            if (type == long.class)
            {
                return switch (this)
                {
                    case NEGATIVE -> -1L;
                    case PAST_END -> (long)PAST_ANY_END;
                    case LARGEST -> Long.MAX_VALUE;
                    case SMALLEST -> Long.MIN_VALUE;
                    default -> null;
                };
            }
            return null;
        }
    }

    /**
     * What a method threw.
     *
     * @param method   class, name and types of the parameters.
     * @param how      the environment, and which argument is bad.
     * @param thrown   classes of the exception, up to those that say nothing.
     * @param ours     whether our code made it.
     * @param message  its message.
     * @param stack    where it came from.
     */
    record Outcome(String method, String how, List<String> thrown, boolean ours, String message, String stack)
    {
        private static final int FIELD_COUNT = 6;

        String line()
        {
            return String.join(SEPARATOR, method, how, String.join(",", thrown), Boolean.toString(ours),
                message.replaceAll("\\s", " "), stack);
        }

        static Outcome of(final String line)
        {
            final String[] fields = line.split(SEPARATOR, FIELD_COUNT);
            return new Outcome(fields[0], fields[1], List.of(fields[2].split(",", -1)),
                Boolean.parseBoolean(fields[3]), fields[4], fields[5]);
        }
    }

    /** Main class of a child JVM. */
    public static void main(final String[] arguments) throws IOException
    {
        final EveryMethod calls = new EveryMethod(Environment.AS_IS, Path.of(System.getProperty("folder")),
            outcome -> System.out.println("thrown" + SEPARATOR + outcome.line()));
        System.out.println("called" + SEPARATOR + calls.run());
    }

    @Override
    public int callCount()
    {
        return callCount.get();
    }

    @Override
    public String underWay()
    {
        return underWay;
    }

    @Override
    public int run() throws IOException
    {
        for (final Class<?> type : classes())
        {
            for (final Method method : type.getDeclaredMethods())
            {
                if (isPublic(method) && !isObjects(method))
                {
                    call(type, method);
                }
            }
        }
        return callCount.get();
    }

    private static boolean isPublic(final Method method)
    {
        return Modifier.isPublic(method.getModifiers()) && (!method.isSynthetic() || isInherited(method));
    }

    /** The bridge to a method of a class that is not public: callers see it here. */
    private static boolean isInherited(final Method method)
    {
        return method.isBridge() && Arrays.stream(method.getDeclaringClass().getDeclaredMethods()).noneMatch(
            other -> !other.isBridge() && other.getName().equals(method.getName()) &&
                Arrays.equals(other.getParameterTypes(), method.getParameterTypes())) &&
            Arrays.stream(method.getDeclaringClass().getInterfaces()).noneMatch(face -> declares(face, method));
    }

    private static boolean declares(final Class<?> face, final Method method)
    {
        return Arrays.stream(face.getMethods()).anyMatch(other -> other.getName().equals(method.getName()) &&
            Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
    }

    /** What the compiler or the JDK made. */
    private static boolean isObjects(final Method method)
    {
        return OF_OBJECT.contains(method.getName()) ||
            method.getDeclaringClass().isEnum() && Modifier.isStatic(method.getModifiers()) ||
            method.getDeclaringClass().isRecord() && method.getParameterCount() == 0;
    }

    // ---------------------------------------------------------------- one method

    private void call(final Class<?> type, final Method method)
    {
        if (!environment.isOfArguments())
        {
            call(type, method, -1);
            return;
        }
        final Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++)
        {
            final boolean isTried =
                environment == Environment.NULL ? !types[i].isPrimitive() : environment.bad(types[i]) != null;
            if (isTried && !ENDLESS.contains(named(method, i)))
            {
                call(type, method, i);
            }
        }
    }

    private void call(final Class<?> type, final Method method, final int badAt)
    {
        try (Subjects subjects = new Subjects(folder))
        {
            final boolean isStatic = Modifier.isStatic(method.getModifiers());
            final Object receiver = isStatic ? null : subjects.instance(type);
            if (!isStatic && receiver == null)
            {
                return;
            }
            final Class<?>[] types = method.getParameterTypes();
            final Object[] values = new Object[types.length];
            for (int i = 0; i < types.length; i++)
            {
                values[i] = i == badAt ? environment.bad(types[i]) : subjects.argument(types[i], method, i);
                if (values[i] == null && i != badAt)
                {
                    return;
                }
            }
            if (environment == Environment.CLOSED)
            {
                if (isStatic && Arrays.stream(values).noneMatch(subjects::isClosable))
                {
                    return;
                }
                subjects.closeAll();
            }
            invoke(method, receiver, values, badAt);
        }
        catch (final OffHeapMemoryException e)
        {
            // A map that the call needs cannot be had here; what build throws is a case of its own.
        }
    }

    private String how(final int badAt)
    {
        return environment + (badAt < 0 ? "" : " " + badAt);
    }

    private String named(final Method method, final int badAt)
    {
        return signature(method) + ' ' + how(badAt);
    }

    private void invoke(final Method method, final Object receiver, final Object[] values, final int badAt)
    {
        method.setAccessible(true);
        final String how = how(badAt);
        underWay = named(method, badAt);
        callCount.incrementAndGet();
        try
        {
            if (environment == Environment.INTERRUPTED)
            {
                Thread.currentThread().interrupt();
            }
            final Object made = method.invoke(receiver, values);
            accepted.accept(method, badAt);
            if (made instanceof final MapScope scope)
            {
                scope.close(); // it would keep each map that this thread makes from now on
            }
        }
        catch (final InvocationTargetException e)
        {
            outcomes.accept(outcome(method, how, e.getCause()));
        }
        catch (final IllegalAccessException | IllegalArgumentException e)
        {
            throw new AssertionError(method + " " + Arrays.toString(values), e);
        }
        finally
        {
            final boolean interrupted = Thread.interrupted();
            if (environment == Environment.INTERRUPTED && !interrupted)
            {
                outcomes.accept(new Outcome(signature(method), how, List.of("the interrupt was lost"), false, "", ""));
            }
        }
    }

    private static Outcome outcome(final Method method, final String how, final Throwable e)
    {
        final List<String> thrown = new ArrayList<>();
        for (Class<?> c = e.getClass(); c != Throwable.class && c != Exception.class && c != RuntimeException.class &&
            c != Error.class; c = c.getSuperclass())
        {
            thrown.add(c.getSimpleName());
        }
        final StackTraceElement[] frames = e.getStackTrace();
        final boolean ours = frames.length > 0 && frames[0].getClassName().startsWith("dev.tophash");
        return new Outcome(signature(method), how, thrown, ours, String.valueOf(e.getMessage()),
            Stream.of(frames).limit(6).map(StackTraceElement::toString).collect(Collectors.joining(" < ")));
    }

    /** As in {@code dev.tophash.offheap.MapConfig$Memory#name(long,Path)}. */
    static String signature(final Method method)
    {
        return method.getDeclaringClass().getName() + '#' + method.getName() + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName).collect(Collectors.joining(",", "(", ")"));
    }

    // ---------------------------------------------------------------- all classes

    /** Public classes of the exported packages. */
    static List<Class<?>> classes() throws IOException
    {
        final Set<String> names = new TreeSet<>();
        for (final Class<?> one : List.of(OffHeapMaps.class, OffHeapMap.class, GoType.class))
        {
            names.addAll(names(one));
        }
        final List<Class<?>> classes = new ArrayList<>();
        for (final String name : names)
        {
            // The others may need a module that is not there.
            final Class<?> type =
                PACKAGES.contains(name.substring(0, name.lastIndexOf('.'))) ? load(name) : null;
            if (type != null && isPublic(type))
            {
                classes.add(type);
            }
        }
        classes.sort(Comparator.comparing(Class::getName));
        return classes;
    }

    private static boolean isPublic(final Class<?> type)
    {
        boolean isPublic = true;
        for (Class<?> c = type; c != null; c = c.getEnclosingClass())
        {
            isPublic &= Modifier.isPublic(c.getModifiers()) && !c.isAnonymousClass() && !c.isSynthetic();
        }
        return isPublic;
    }

    /** The class; null for one that is for a module which is not there, as that of the management console is. */
    private static Class<?> load(final String name)
    {
        try
        {
            return Class.forName(name, false, EveryMethod.class.getClassLoader());
        }
        catch (final NoClassDefFoundError e)
        {
            return null;
        }
        catch (final ClassNotFoundException e)
        {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(final Class<?> one) throws IOException
    {
        final Path place = place(one);
        if (Files.isDirectory(place))
        {
            try (Stream<Path> files = Files.walk(place))
            {
                return files.map(file -> place.relativize(file).toString().replace('\\', '/'))
                    .flatMap(EveryMethod::name).toList();
            }
        }
        try (JarFile jar = new JarFile(place.toFile()))
        {
            return jar.stream().flatMap(entry -> name(entry.getName())).toList();
        }
    }

    private static Path place(final Class<?> one)
    {
        try
        {
            final URI place = one.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(place);
        }
        catch (final URISyntaxException e)
        {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> name(final String file)
    {
        return file.endsWith(".class") && file.startsWith("dev/") && !file.endsWith("-info.class") ?
            Stream.of(file.substring(0, file.length() - ".class".length()).replace('/', '.')) : Stream.of();
    }
}
