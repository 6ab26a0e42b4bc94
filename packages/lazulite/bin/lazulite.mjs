#!/usr/bin/env node
import '../dist/lazulite.js'
