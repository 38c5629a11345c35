package io.dongting.samples.kvstore;

/**
 * How large keys and values may be, in bytes of UTF-8. Checked before a call goes to the
 * log, and for values again where the log is applied, since only there it is known what
 * an append makes of them.
 */
final class Limits {

	static final int KEY_BYTES = 512;

	static final int VALUE_BYTES = 1024 * 1024;

	/**
	 * What a request with two values may take, each character written as an escape of six
	 * bytes at worst.
	 */
	static final int JSON_BYTES = 2 * 6 * VALUE_BYTES + 1024;

	private Limits() {
	}

	/**
	 * Check a key.
	 * @param key the key
	 * @throws TooLargeException if it is too large
	 */
	static void checkKey(String key) {
		if (isLonger(key, KEY_BYTES)) {
			throw new TooLargeException("The key is larger than " + KEY_BYTES + " bytes.");
		}
	}

	/**
	 * Check a value.
	 * @param value the value
	 * @throws TooLargeException if it is too large
	 */
	static void checkValue(String value) {
		if (isLonger(value, VALUE_BYTES)) {
			throw new TooLargeException("The value is, or would become, larger than " + VALUE_BYTES + " bytes.");
		}
	}

	private static boolean isLonger(String text, int limitBytes) {
		int bytes = 0;
		for (int index = 0; index < text.length() && bytes <= limitBytes; index++) {
			char character = text.charAt(index);
			if (character < 0x80) {
				bytes++;
			}
			else if (character < 0x800 || Character.isSurrogate(character)) {
				// A surrogate is half of a character of four bytes
				bytes += 2;
			}
			else {
				bytes += 3;
			}
		}
		return bytes > limitBytes;
	}

}
