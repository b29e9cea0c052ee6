// SPDX-License-Identifier: Apache-2.0
package dev.tophash.check;

/**
 * The rules that the bytes of a healthy classic map obey.
 *
 * <p>Codes are stable: tests, tools and people refer to them.  The letter names the subject: H header, C count, T
 * tophash, B place of an entry, O overflow buckets, L overflow lists, E evacuation, P pointers, F flags, M the live
 * map's own fields, X the image, G growth, S old data.  A key that does not equal itself (NaN) is exempt from T01, B01
 * and B02.
 */
public enum Check implements Rule
{
    /** B, flags and sizes of the header are in range. */
    H01(Severity.ERROR, "1.1", "B, flags and sizes of the header are in range."),
    /** The address words of the header and of mapextra are nil or point into the region, aligned. */
    H02(Severity.ERROR, "1.1",
        "The address words of the header and of mapextra are nil or point into the region, aligned."),
    /** oldbuckets, nevacuate and the flag sameSizeGrow tell the same story about growth. */
    H03(Severity.ERROR, "10.1", "oldbuckets, nevacuate and the flag sameSizeGrow tell the same story about growth."),
    /** count equals the number of live entries. */
    C01(Severity.ERROR, "1.1", "count equals the number of live entries."),
    /** The tophash byte of a live slot is the top byte of the hash of its key. */
    T01(Severity.ERROR, "3", "The tophash byte of a live slot is the top byte of the hash of its key."),
    /** After an emptyRest only emptyRest follows in a chain, and no emptyOne stands right before it or at the end. */
    T02(Severity.ERROR, "9",
        "After an emptyRest only emptyRest follows in a chain, and no emptyOne stands right before it or at the end."),
    /** Evacuation marks stand only in old arrays, and in all slots of a chain or in none. */
    T03(Severity.ERROR, "10.3", "Evacuation marks stand only in old arrays, and in all slots of a chain or in none."),
    /** A key lies in the chain of the bucket that its hash selects. */
    B01(Severity.ERROR, "7", "A key lies in the chain of the bucket that its hash selects."),
    /** No key is present twice in the same array. */
    B02(Severity.ERROR, "8", "No key is present twice in the same array."),
    /** No entry is present in the old and the new array together, and none was lost between them. */
    B03(Severity.ERROR, "10.3",
        "No entry is present in the old and the new array together, and none was lost between them."),
    /** An overflow chain ends: it has no more buckets than were ever handed out. */
    O01(Severity.ERROR, "6", "An overflow chain ends: it has no more buckets than were ever handed out."),
    /** noverflow is the number of overflow buckets of the current array while B is below 16. */
    O02(Severity.ERROR, "6", "noverflow is the number of overflow buckets of the current array while B is below 16."),
    /** nextOverflow is nil or points to a bucket of the spare area. */
    O03(Severity.ERROR, "1.2", "nextOverflow is nil or points to a bucket of the spare area."),
    /** The last spare bucket that is not handed out holds the sentinel, the address of its array; others hold nil. */
    O04(Severity.ERROR, "4",
        "The last spare bucket that is not handed out holds the sentinel, the address of its array; others hold nil."),
    /** Spare buckets are handed out in order: all linked ones lie below nextOverflow, and none below it is lost. */
    O05(Severity.ERROR, "6",
        "Spare buckets are handed out in order: all linked ones lie below nextOverflow, and none below it is lost."),
    /** A bucket belongs to one chain only. */
    O06(Severity.ERROR, "6", "A bucket belongs to one chain only."),
    /** No chain comes back to a bucket that it has passed. */
    O07(Severity.ERROR, "6", "No chain comes back to a bucket that it has passed."),
    /** The overflow list of a pointer-free map names the overflow buckets of the chains, each once. */
    L01(Severity.ERROR, "6",
        "The overflow list of a pointer-free map names the overflow buckets of the chains, each once."),
    /** A list header has length &lt;= capacity, and its data lies in the region. */
    L02(Severity.ERROR, "1.2", "A list header has length <= capacity, and its data lies in the region."),
    /** Evacuated entries lie in the half that their mark names; a new bucket stays empty until its old chain moves. */
    E01(Severity.ERROR, "10.3",
        "Evacuated entries lie in the half that their mark names; a new bucket stays empty until its old chain moves."),
    /** A bucket address lies in the region, in the extent of its array, on a multiple of the bucket size. */
    P01(Severity.ERROR, "1.3",
        "A bucket address lies in the region, in the extent of its array, on a multiple of the bucket size."),
    /** The address of a string, box or interface content of a key or elem lies in the region, with all bytes. */
    P02(Severity.ERROR, "2",
        "The address of a string, box or interface content of a key or elem lies in the region, with all bytes."),
    /** The flag hashWriting is clear while no writer is inside the map. */
    F01(Severity.ERROR, "14.1", "The flag hashWriting is clear while no writer is inside the map."),
    /** The cached geometry of a live map equals its header bytes, and its decoy settles no lookup. */
    M01(Severity.ERROR, "",
        "The cached geometry of a live map equals its header bytes, and its decoy settles no lookup."),
    /** The header of the map lies in the image. */
    X01(Severity.ERROR, "", "The header of the map lies in the image."),
    /** The map is not overloaded while it does not grow; Go itself shows this after a same-size growth. */
    G01(Severity.INFORMATION, "3",
        "The map is not overloaded while it does not grow; Go itself shows this after a same-size growth."),
    /** Empty slots hold no bytes of former entries. */
    S01(Severity.INFORMATION, "9", "Empty slots hold no bytes of former entries.");

    private final Severity severity;
    private final String section;
    private final String meaning;

    Check(final Severity severity, final String section, final String meaning)
    {
        this.severity = severity;
        this.section = section;
        this.meaning = meaning;
    }

    @Override
    public String code()
    {
        return name();
    }

    @Override
    public String meaning()
    {
        return meaning;
    }

    @Override
    public String section()
    {
        return section;
    }

    @Override
    public Severity severity()
    {
        return severity;
    }
}
