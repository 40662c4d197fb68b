// ldo.c includes this header but, with LUAI_THROW and its kin defined, uses nothing of it.
