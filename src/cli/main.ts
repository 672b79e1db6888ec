process.stdout.write('tonearm\n');
