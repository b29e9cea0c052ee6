// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the classes that differ from one that is written by hand in a few words only.
 *
 * <p>A source is ordinary Java, compiled and tested as it stands. There are seven sorts of sources:
 * <ul>
 * <li>{@code LongKeyTable} and its parts name their kind of key only through the static methods of {@code LongKey}. The
 * table of another kind is the same text with that one name replaced.</li>
 * <li>Each cursor with {@code LongKey} in its name knows the key of its entry, a {@code long}. Those for the other
 * number are derived.</li>
 * <li>{@code LongKeyedBatches} holds what every map and set with a key of type {@code long} does with many keys.</li>
 * <li>{@code StringKeyed} leads from a string to its place. The way from any bytes is the same text.</li>
 * <li>Each file with {@code LongDouble} in its name belongs to the map from {@code long} to {@code double}. The file of
 * another pair is the same text with the words of its key and of its value: see {@link Key} and {@link Kind}.</li>
 * <li>Each file with {@code LongStruct} in its name belongs to the map from {@code long} to structs. The file of
 * another key is the same text with the words of that key.</li>
 * <li>Each file with {@code KeyView} behind the names of a key and a value is written for strings, and belongs to all
 * keys that are no numbers.</li>
 * <li>Each file with {@code LongSet} in its name belongs to the set of keys of type {@code long}: a key without a
 * value.</li>
 * </ul>
 * Each derived class has bytecode and a profile of its own, and none is committed. Maven runs this program in
 * {@code generate-sources}. Arguments: the folder of the sources, the folder to write to.
 */
final class Derive
{
    /**
     * What a kind of key or value is called. Nothing but the value of a source has to do with doubles, so every word
     * with "double" or "float64" in it is one of the value.
     *
     * @param name  in the names of classes and methods.
     * @param type  as a type.
     * @param box   as a class; keys of bytes are wrapped by the tests only.
     * @param go    in Go.
     */
    private record Kind(String name, String type, String box, String go)
    {
    }

    /**
     * A kind of key. A {@code long} can be many things, so the words of a source's key are {@code LongDouble},
     * {@code LongSet}, {@code LongKey}, {@code Long} as a class, {@code LongConsumer}, {@code LongPredicate}, {@code
     * long key}, <code>{&#64;code long}</code> and {@code int64}.
     *
     * @param kind    what it is called.
     * @param statics class of the static methods that the walk is made of.
     * @param base    what the map extends: the table, or what leads from an object to the table.
     * @param cursor  the contract of a cursor.
     * @param args    types of the arguments of the builder's method.
     * @param sample  arguments of it in the tests.
     * @param any     which keys a method takes.
     * @param cost    what makes objects on the Java heap.
     * @param note    what is to be said of these keys.
     */
    private record Key(
        Kind kind, String statics, String base, String cursor, String args, String sample, String any, String cost,
        String note)
    {
        private boolean number()
        {
            return note.isEmpty();
        }

        /** Whether each key has the same size, so that they can lie one behind the other. */
        private boolean isFixed()
        {
            return number() || kind.name.equals("Bytes");
        }

        private boolean isArray()
        {
            return kind.type.endsWith("]");
        }

        /** What stands for a key. */
        private String codec()
        {
            return kind.name.replace("VarBytes", "Bytes") + "Codec";
        }

        /** An array of keys whose length is the first group. */
        private String array()
        {
            return isArray() ? kind.type.replace("[]", "[$1][]") : kind.type + "[$1]";
        }

        /** A function of a key: Java has one for each number and one for all objects. */
        private String function(final String name)
        {
            return number() ? kind.name + name : name + "<" + kind.type + ">";
        }

        /** As an argument of a type; outside the tests nothing wraps an array. */
        private String boxed()
        {
            return isArray() ? kind.type : kind.box;
        }
    }

    /** A pair of kinds. */
    private record Pair(Key key, Kind value)
    {
    }

    private static final Kind LONG = new Kind("Long", "long", "Long", "int64");
    private static final Kind INT = new Kind("Int", "int", "Integer", "int32");
    private static final Kind DOUBLE = new Kind("Double", "double", "Double", "float64");

    private static final Key LONG_KEY = numbers(LONG);
    private static final Key INT_KEY = numbers(INT);
    private static final Key STRING_KEY = new Key(
        new Kind("String", "String", "String", "string"), "StringKey", "StringKeyed", "StringKeyCursor", "", "",
        "not null, without unpaired surrogates",
        """
        only {@link #cursor()} makes one object, an iteration
         * the strings that it delivers, and a key of more than 240 bytes a buffer if it is the longest so far.\
        """,
        """
         * <p>Keys are kept as UTF-8, the encoding of Go's strings; two keys are the same exactly if the Java strings
         * are equal.  A string with an unpaired surrogate has no UTF-8 form.  It is refused, never replaced, by every
         * method that takes a key: {@link IllegalArgumentException}, before anything changes.  A null key is a
         * {@link NullPointerException}.  Each key that an iteration delivers is a new string.
        """);
    private static final Key BYTES_KEY = new Key(
        new Kind("Bytes", "byte[]", "Blob", "[K]byte"), "BytesKey", "BytesKeyed", "BytesKeyCursor", "int",
        "Blob.SIZE", "the key's bytes",
        "only {@link #cursor()} makes one object.",
        """
         * <p>All keys of a map have the same number of bytes; they are copied in and out.  A key of another length is
         * an {@link IllegalArgumentException}, null a {@link NullPointerException}, before anything changes.
         * {@link #forEach} delivers each key in the same array: copy what is to be kept.
        """);
    private static final Key VAR_BYTES_KEY = new Key(
        new Kind("VarBytes", "byte[]", "Blob", "string"), "StringKey", "VarBytesKeyed", "BytesKeyCursor", "", "",
        "the key's bytes",
        "only {@link #cursor()} makes one object, and\n * {@link #forEach} an array for each key that it delivers.",
        """
         * <p>Keys are any number of bytes, none included, and any bytes: Go's strings without the check for UTF-8.
         * They are copied in and out.  A null key is a {@link NullPointerException}.  {@link #forEach} delivers each
         * key in a new array.
        """);

    /** Whose classes are derived from those of {@code LongDouble}. */
    private static final List<Pair> PAIRS = List.of(
        new Pair(LONG_KEY, LONG),
        new Pair(LONG_KEY, INT),
        new Pair(INT_KEY, LONG),
        new Pair(INT_KEY, INT),
        new Pair(INT_KEY, DOUBLE),
        new Pair(STRING_KEY, LONG),
        new Pair(STRING_KEY, INT),
        new Pair(STRING_KEY, DOUBLE),
        new Pair(BYTES_KEY, LONG),
        new Pair(BYTES_KEY, INT),
        new Pair(BYTES_KEY, DOUBLE),
        new Pair(VAR_BYTES_KEY, LONG),
        new Pair(VAR_BYTES_KEY, INT),
        new Pair(VAR_BYTES_KEY, DOUBLE));

    /** Whose maps to structs are derived from those of {@code LongStruct}. */
    private static final List<Key> STRUCT_KEYS = List.of(INT_KEY, STRING_KEY, BYTES_KEY, VAR_BYTES_KEY);

    /** Whose sets are derived from those of {@code LongSet}. */
    private static final List<Key> SETS = List.of(INT_KEY, STRING_KEY, BYTES_KEY, VAR_BYTES_KEY);

    /** Whose tables are derived from {@code LongKeyTable}. */
    private static final List<String> TABLES = List.of("IntKey", "BytesKey", "StringKey", "TypedKey");

    /** A part of a source that only maps with numbers as keys have. */
    private static final Pattern NUMBERS_ONLY = only("Numbers");

    /** A part of a source that only tables whose keys have one size have: numbers, and a fixed number of bytes. */
    private static final Pattern FIXED_ONLY = only("Fixed keys");

    /** A part of the way from a string that other bytes do not have. */
    private static final Pattern STRINGS_ONLY = only("Strings");

    /** A part that maps with bytes as keys do not have: arrays are equal to themselves only. */
    private static final Pattern BOXED_KEYS_ONLY = only("Boxed keys");

    private final Path sources;
    private final Path target;
    private final Set<Path> written = new HashSet<>();

    private Derive(final Path sources, final Path target)
    {
        this.sources = sources;
        this.target = target;
    }

    private static Pattern only(final String what)
    {
        return Pattern.compile("(?s) *// " + what + " only \\{\n(.*?) *// }\n(\n?)");
    }

    private static Key numbers(final Kind kind)
    {
        return new Key(kind, kind.name + "Key", kind.name + "KeyTable", kind.name + "KeyCursor", "", "",
            "any {@code " + kind.type + "}", "only {@link #cursor()} makes one object.", "");
    }

    public static void main(final String[] args) throws IOException
    {
        if (args.length != 2)
        {
            refuse("two arguments expected, the folder of the sources and the target folder: count=" + args.length);
        }
        new Derive(Path.of(args[0]), Path.of(args[1])).run();
    }

    private void run() throws IOException
    {
        final List<Path> files;
        try (Stream<Path> tree = Files.walk(sources))
        {
            files = tree.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        for (final Path file : files)
        {
            final String name = file.getFileName().toString();
            if (name.endsWith("Cursor.java") && name.contains("LongKey"))
            {
                write(file, forKey(name, INT_KEY), forKey(read(file), INT_KEY));
            }
            else if (name.equals("StringKeyed.java"))
            {
                write(file, "VarBytesKeyed.java", STRINGS_ONLY.matcher(read(file)).replaceAll("")
                    .replace("StringKeyed", "VarBytesKeyed")
                    .replaceAll("\\bString key\\b", "byte[] key").replace("{@code String}", "{@code byte[]}"));
            }
            else if (name.matches("LongKey[A-Z]\\w*\\.java"))
            {
                for (final String key : TABLES)
                {
                    write(file, name.replace("LongKey", key), read(file).replace("LongKey", key));
                }
            }
            else if (name.matches("String(Double|Struct|Set)KeyView(Functions|Reads|s|sModelTest|sOperations)\\.java"))
            {
                writeKeyViews(file, name);
            }
            else if (name.contains("LongStruct"))
            {
                for (final Key key : STRUCT_KEYS)
                {
                    write(file, forKey(name, key), forKey(read(file), key));
                }
            }
            else if (name.contains("LongDouble"))
            {
                for (final Pair pair : PAIRS)
                {
                    if (pair.key.number() || !name.matches("(Eager|Straight).*"))
                    {
                        write(file, derive(name, pair), derive(read(file), pair));
                    }
                }
            }
            else if (name.contains("LongSet") || name.equals("LongKeyedBatches.java"))
            {
                for (final Key key : SETS)
                {
                    write(file, forKey(name, key), forKey(read(file), key));
                }
            }
        }
        if (written.isEmpty())
        {
            refuse("nothing to derive from: sources=" + sources);
        }
        try (Stream<Path> tree = Files.walk(target))
        {
            for (final Path old : tree.filter(Files::isRegularFile).filter(file -> !written.contains(file)).toList())
            {
                Files.delete(old);
            }
        }
    }

    /** The operations with a view of a key, and their tests, are written for strings. */
    private void writeKeyViews(final Path file, final String name) throws IOException
    {
        for (final Key key : List.of(STRING_KEY, BYTES_KEY, VAR_BYTES_KEY))
        {
            for (final Kind value : name.contains("Double") ? List.of(DOUBLE, LONG, INT) : List.of(DOUBLE))
            {
                final String derived = forValue(forOtherKey(name, key), value);
                if (!derived.equals(name))
                {
                    write(file, derived, forValue(forOtherKey(read(file), key), value));
                }
            }
        }
    }

    private static String forOtherKey(final String text, final Key key)
    {
        return text.replace("StringKeyed", key.base)
            .replace("StringKeys", key.kind.name + "Keys")
            .replace(".stringStruct(",
                "." + lower(key.kind.name) + "Struct(" + key.sample + (key.sample.isEmpty() ? "" : ", "))
            .replaceAll("string(Double|Struct|Set)\\(\\)", lower(key.kind.name) + "$1(" + key.sample + ")")
            .replaceAll("string(Double|Struct|Set)\\b", lower(key.kind.name) + "$1")
            .replaceAll("String(?=(Double|Struct|Set)(\\b|[A-Z]))", key.kind.name);
    }

    /** The text for another pair; first the words of the key, which are not ambiguous while the value is a double. */
    private static String derive(final String text, final Pair pair)
    {
        return forValue(forKey(text, pair.key), pair.value);
    }

    private static String forKey(final String text, final Key key)
    {
        final Kind kind = key.kind;
        final String kept = NUMBERS_ONLY.matcher(text).replaceAll(key.number() ? "$1$2" : "");
        final String fixed = FIXED_ONLY.matcher(kept).replaceAll(key.isFixed() ? "$1$2" : "");
        final String boxed = BOXED_KEYS_ONLY.matcher(fixed).replaceAll(key.isArray() ? "" : "$1$2");
        return (key.number() ? boxed : withKeyViews(boxed))
            .replace("LongCodec", key.codec())
            .replaceAll("new long\\[([^\\]]+)\\]", "new " + key.array())
            .replace("long[] ", kind.type + "[] ")
            .replace("? extends Long", "? extends " + key.boxed())
            .replace(" * <p>There are no boxes", key.note + (key.number() ? "" : " *\n") + " * <p>There are no boxes")
            .replace("only {@link #cursor()} makes one object.", key.cost)
            .replace("any {@code long}", key.any)
            .replace("#longDouble()", "#" + lower(kind.name) + "Double(" + key.args + ")")
            .replace(".longDouble()", "." + lower(kind.name) + "Double(" + key.sample + ")")
            .replace("#longSet()", "#" + lower(kind.name) + "Set(" + key.args + ")")
            .replace(".longSet()", "." + lower(kind.name) + "Set(" + key.sample + ")")
            .replace("LongSet", kind.name + "Set")
            .replace("import java.util.stream.LongStream;",
                "import java.util.stream." + (key.number() ? kind.name + "Stream;" : "Stream;"))
            .replace("LongStream ", key.number() ? kind.name + "Stream " : "Stream<" + kind.type + "> ")
            .replace(".longKeys(", "." + lower(kind.name) + "Keys(")
            .replace("KeyStreams.longs(", "KeyStreams." + (key.isArray() ? "array" : lower(kind.name)) + "s(")
            .replaceAll("function\\.Long(Consumer|Predicate);", key.number() ? "function." + kind.name + "$1;" :
                "function.$1;")
            .replaceAll("\\bLong(Consumer|Predicate)\\b", key.function("$1"))
            .replace("LongDouble", kind.name + "Double")
            .replace("longDouble", lower(kind.name) + "Double")
            .replace(".longStruct(",
                "." + lower(kind.name) + "Struct(" + key.sample + (key.sample.isEmpty() ? "" : ", "))
            .replace("LongStruct", kind.name + "Struct")
            .replace("longStruct", lower(kind.name) + "Struct")
            .replace("LongKeyTable", key.base)
            .replace("LongKeyCursor", key.cursor)
            .replace("LongKey.", key.statics + ".")
            .replace("LongKey", kind.name + "Key")
            .replaceAll("\\blong (?=key\\b|ownKey\\b|keptKey\\b|lentKey\\b)", kind.type + " ")
            .replace("{@code long}", "{@code " + kind.type + "}")
            .replaceAll("\\bLong\\b", kind.box)
            .replaceAll("\\bint64\\b", kind.go);
    }

    /** What a map or set extends that also takes views of keys. */
    private static String withKeyViews(final String text)
    {
        return text.replace("Map extends StraightLongDoubleUpdates", "Map extends LongDoubleKeyViewFunctions")
            .replace("InPlace extends LongStructSegments", "InPlace extends LongStructKeyViews")
            .replace("Set extends LongSetSegments", "Set extends LongSetKeyViews")
            .replaceAll("(Long\\w+)SingleWriterView extends SingleWriterView",
                "$1SingleWriterView extends $1KeyViewReads");
    }

    private static String forValue(final String text, final Kind value)
    {
        return text
            .replaceAll("\\bDouble\\b", value.box)
            .replace("Double", value.name)
            .replace("double", value.type)
            .replace("FLOAT64", value.go.toUpperCase(Locale.ROOT))
            .replace("float64", value.go);
    }

    private static String lower(final String name)
    {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static String read(final Path file) throws IOException
    {
        final String text = Files.readString(file);
        final Matcher constant = Pattern.compile("\\bLong\\.[A-Z_]+").matcher(text);
        if (file.toString().matches(".*Long(Double|Struct|Set).*") && constant.find())
        {
            refuse("a constant that the derived classes would take from the class of their keys: file=" + file +
                ", constant=" + constant.group());
        }
        return text;
    }

    /** Leaves an equal file alone, so that an unchanged source does not make the compiler run again. */
    private void write(final Path source, final String name, final String text) throws IOException
    {
        final Path file = target.resolve(sources.relativize(source)).resolveSibling(name);
        final int firstLine = text.indexOf('\n') + 1;
        final String derived = text.substring(0, firstLine) + "// Derived from " + source.getFileName() +
            " by Derive: edit that file, not this one.\n" + text.substring(firstLine);
        written.add(file);
        if (!Files.exists(file) || !Files.readString(file).equals(derived))
        {
            Files.createDirectories(file.getParent());
            Files.writeString(file, derived);
        }
    }

    private static void refuse(final String message)
    {
        System.err.println("Derive: " + message);
        System.exit(1);
    }
}
