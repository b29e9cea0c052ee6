// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The exceptions that the javadoc names: of a method by {@code @throws}, there or where it was declared first, or by
 * the text of its class or package, which speaks for all its methods.
 */
final class NamedExceptions
{
    private static final Pattern THROWS = Pattern.compile("@throws\\s+([\\w.]+)");
    private static final Pattern EXCEPTION = Pattern.compile("\\b(\\w+(Exception|Error))\\b");

    private final Map<String, Set<String>> ofMethods = new HashMap<>();
    private final Map<String, Set<String>> ofClasses = new HashMap<>();

    /** Reads the sources below some folders. */
    static NamedExceptions read(final List<Path> folders) throws IOException
    {
        final List<Path> files = new ArrayList<>();
        for (final Path folder : folders)
        {
            try (Stream<Path> all = Files.walk(folder))
            {
                files.addAll(all.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                    .toList());
            }
        }
        final NamedExceptions named = new NamedExceptions();
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null))
        {
            final JavacTask task = (JavacTask)compiler.getTask(
                null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            final DocTrees docs = DocTrees.instance(task);
            for (final CompilationUnitTree unit : task.parse())
            {
                named.new Scanner(docs, unit).scan(unit, null);
            }
        }
        return named;
    }

    /** Whether one of the classes of an exception is named for a method. */
    boolean names(final Class<?> type, final String method, final int parameterCount, final List<String> thrown)
    {
        final Deque<Class<?>> left = new ArrayDeque<>(List.of(type));
        while (!left.isEmpty())
        {
            final Class<?> next = left.remove();
            final String name = next.getName();
            if (isNamed(ofMethods.get(name + '#' + method + '/' + parameterCount), thrown) ||
                isNamed(ofClasses.get(name), thrown) || isNamed(ofClasses.get(next.getPackageName()), thrown))
            {
                return true;
            }
            left.addAll(List.of(next.getInterfaces()));
            if (next.getSuperclass() != null)
            {
                left.add(next.getSuperclass());
            }
        }
        return false;
    }

    private static boolean isNamed(final Set<String> names, final List<String> thrown)
    {
        return names != null && thrown.stream().anyMatch(names::contains);
    }

    private static void add(
        final Map<String, Set<String>> to, final String key, final Pattern pattern, final String text)
    {
        final Matcher matcher = pattern.matcher(text == null ? "" : text);
        while (matcher.find())
        {
            final String name = matcher.group(1);
            to.computeIfAbsent(key, _ -> new HashSet<>()).add(name.substring(name.lastIndexOf('.') + 1));
        }
    }

    private final class Scanner extends TreePathScanner<Void, String>
    {
        private final DocTrees docs;
        private final String packageName;

        Scanner(final DocTrees docs, final CompilationUnitTree unit)
        {
            this.docs = docs;
            packageName = String.valueOf(unit.getPackageName());
            if (unit.getSourceFile().getName().endsWith("package-info.java"))
            {
                try
                {
                    add(ofClasses, packageName, EXCEPTION, unit.getSourceFile().getCharContent(true).toString());
                }
                catch (final IOException e)
                {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public Void visitClass(final ClassTree tree, final String outer)
        {
            final String name = outer == null ? packageName + '.' + tree.getSimpleName() :
                outer + '$' + tree.getSimpleName();
            add(ofClasses, name, EXCEPTION, docs.getDocComment(getCurrentPath()));
            return super.visitClass(tree, name);
        }

        @Override
        public Void visitMethod(final MethodTree tree, final String owner)
        {
            add(ofMethods, owner + '#' + tree.getName() + '/' + tree.getParameters().size(), THROWS,
                docs.getDocComment(getCurrentPath()));
            return super.visitMethod(tree, owner);
        }
    }
}
