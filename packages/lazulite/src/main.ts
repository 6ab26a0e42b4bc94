/** argv/env → config → compose → listen. */
process.exitCode = 0
